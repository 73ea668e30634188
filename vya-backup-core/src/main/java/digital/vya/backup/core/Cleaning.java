package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
      var results = new ArrayList<CleanupResult>();
      for (Settings.Destination<?> destination : settings.destinations()) {
        try (OpenDestination open = OpenDestination.open(destination, host)) {
          results.add(clean(open, order, source -> instances.contains(source.instance())));
        }
      }
      return results;
    } finally {
      for (RunLock lock : locks) {
        lock.close();
      }
    }
  }

  private CleanupResult clean(
      OpenDestination destination, CleanupOrder order, Predicate<ArtifactSource> sources)
      throws InterruptedException {
    try {
      return new Cleanup(environment, destination, order).run(sources);
    } catch (IOException | UncheckedIOException | BackupException e) {
      BackupException failure = Failures.of("cannot clean up " + destination.id(), e);
      return new CleanupResult(
          destination.id(), List.of(), String.valueOf(failure.getMessage()), List.of());
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
    boolean wanted =
        complete.stream()
            .anyMatch(
                source ->
                    destinations.stream()
                        .anyMatch(
                            d ->
                                environment
                                    .settings()
                                    .retention()
                                    .rules(source.instance(), d.id())
                                    .stream()
                                    .anyMatch(RetentionRules::areThere)));
    if (!wanted || Thread.currentThread().isInterrupted()) {
      return List.of();
    }
    var told = new ArrayList<String>();
    var order = new CleanupOrder(Optional.empty(), false, false);
    for (OpenDestination destination : destinations) {
      if (destination.session().isEmpty()) {
        continue;
      }
      try {
        told.addAll(warnings(clean(destination, order, complete::contains)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        told.add("the cleanup of " + destination.id() + " was cut short; the next run goes on");
        return told;
      }
    }
    return told;
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
