package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Cleans up all storages: by order, or after a run. */
final class Cleaning {

  private final Environment environment;

  Cleaning(Environment environment) {
    this.environment = environment;
  }

  /** Cleans up, and writes that to the audit log; a dry run does not count. */
  List<CleanupResult> audited(String run, CleanupOrder order)
      throws IOException, InterruptedException {
    return order.dryRun()
        ? run(order)
        : new AuditTrail(environment, run, "cleanup", order.instance().orElse("all"))
            .begin()
            .during(() -> cleaned(order), Cleaning::end);
  }

  private List<CleanupResult> cleaned(CleanupOrder order) throws IOException, InterruptedException {
    List<CleanupResult> results = run(order);
    new Metrics(environment).afterSilent();
    return results;
  }

  private static AuditTrail.End end(List<CleanupResult> results) {
    long deleted = results.stream().mapToLong(r -> r.count(CleanupResult.Fate.DELETED)).sum();
    boolean whole =
        results.stream()
            .allMatch(r -> r.refused().isEmpty() && r.count(CleanupResult.Fate.FAILED) == 0);
    return new AuditTrail.End(whole ? "complete" : "partial", deleted + " backups deleted");
  }

  private List<CleanupResult> run(CleanupOrder order) throws IOException, InterruptedException {
    Settings settings = environment.settings();
    List<String> instances =
        order.instance().isPresent()
            ? List.of(settings.instance(order.instance().get()).id())
            : settings.instances().stream().map(Settings.Instance::id).toList();
    var locks = new ArrayList<RunLock>();
    try (LocalHost host = environment.host()) {
      if (!order.dryRun()) {
        for (String instance : instances) {
          locks.add(
              RunLock.take(environment.lockFolder(), instance, environment.clock().instant()));
        }
      }
      var destinations = new ArrayList<OpenDestination>();
      try {
        for (Settings.Destination<?> destination : settings.destinations()) {
          destinations.add(OpenDestination.open(destination, host));
        }
        return clean(
            destinations,
            order,
            open -> source -> instances.contains(source.instance()),
            open -> instances);
      } finally {
        destinations.forEach(OpenDestination::close);
      }
    } finally {
      for (RunLock lock : locks) {
        lock.close();
      }
    }
  }

  /** What is to be cleaned up in each storage. */
  private interface Of<T> extends Function<OpenDestination, T> {}

  /** All are looked at before anything is deleted: what one of them holds may speak against it. */
  private List<CleanupResult> clean(
      List<OpenDestination> destinations,
      CleanupOrder order,
      Of<Predicate<ArtifactSource>> sources,
      Of<Collection<String>> instances)
      throws InterruptedException {
    var cleanings = new ArrayList<StorageCleaning>();
    try {
      var shrunk = new HashMap<ArtifactSource, Holdings.Shrunk>();
      for (OpenDestination destination : destinations) {
        var cleaning = new StorageCleaning(environment, destination, order);
        cleanings.add(cleaning);
        cleaning.look(sources.apply(destination), instances.apply(destination));
        cleaning.shrunk().forEach((source, one) -> shrunk.merge(source, one, Holdings::later));
      }
      var results = new ArrayList<CleanupResult>();
      for (StorageCleaning cleaning : cleanings) {
        results.add(cleaning.finish(shrunk));
      }
      return results;
    } finally {
      cleanings.forEach(StorageCleaning::close);
    }
  }

  /**
   * Cleans up what the complete backups of a run make superfluous. The run is what it is: whatever
   * goes wrong here is told, and no more.
   *
   * @return what a user should know
   */
  List<String> after(List<ArtifactResult> results, List<OpenDestination> destinations) {
    Set<ArtifactSource> complete =
        results.stream()
            .filter(ArtifactResult::complete)
            .map(ArtifactResult::source)
            .collect(Collectors.toSet());
    if (!isRuled(complete, destinations) || Thread.currentThread().isInterrupted()) {
      return List.of();
    }
    List<ArtifactResult> good = results.stream().filter(ArtifactResult::complete).toList();
    List<OpenDestination> filled =
        destinations.stream()
            .filter(d -> d.session().isPresent() && !there(good, d.id()).isEmpty())
            .toList();
    var told = new ArrayList<String>();
    try {
      Guard.during("the cleanup", () -> clean(good, filled))
          .forEach(result -> told.addAll(warnings(result)));
    } catch (IOException | UncheckedIOException | BackupException e) {
      told.add(
          "the cleanup was cut short: %s; the next run goes on"
              .formatted(Failures.of("it failed", e).getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      told.add("the cleanup was cut short; the next run goes on");
    }
    return told;
  }

  private List<CleanupResult> clean(List<ArtifactResult> good, List<OpenDestination> filled)
      throws InterruptedException {
    return clean(
        filled,
        new CleanupOrder(Optional.empty(), false, false),
        d -> there(good, d.id())::contains,
        d -> there(good, d.id()).stream().map(ArtifactSource::instance).distinct().toList());
  }

  /** Whether there is a rule for any of them anywhere. */
  private boolean isRuled(Set<ArtifactSource> sources, List<OpenDestination> destinations) {
    RetentionSettings retention = environment.settings().retention();
    return sources.stream()
        .anyMatch(
            source ->
                destinations.stream()
                    .flatMap(d -> retention.rules(source.instance(), d.id()).stream())
                    .anyMatch(RetentionRules::areThere));
  }

  /** What this run has put into a destination: only that makes older ones superfluous there. */
  private static Set<ArtifactSource> there(List<ArtifactResult> results, String destination) {
    return results.stream()
        .filter(ArtifactResult.Stored.class::isInstance)
        .map(ArtifactResult.Stored.class::cast)
        .filter(
            stored ->
                stored.copies().stream()
                    .anyMatch(copy -> copy.ok() && copy.destination().equals(destination)))
        .map(ArtifactResult::source)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static List<String> warnings(CleanupResult result) {
    var told = new ArrayList<String>();
    result.warnings().forEach(w -> told.add("cleanup of " + result.destination() + ": " + w));
    if (!result.refused().isEmpty()) {
      told.add("nothing was cleaned up in " + result.destination() + ": " + result.refused());
    }
    long failed = result.count(CleanupResult.Fate.FAILED);
    result.items().stream()
        .filter(i -> i.fate() == CleanupResult.Fate.FAILED)
        .findFirst()
        .ifPresent(
            i ->
                told.add(
                    "%d old backups in %s could not be deleted: %s"
                        .formatted(failed, result.destination(), i.problem())));
    return told;
  }
}
