package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.StorageSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Deletes from one storage what no rule keeps. Its state is what lies there, and nothing else. */
final class Cleanup {

  /** A storage that refuses so many in a row will refuse the others as well. */
  private static final int PATIENCE = 3;

  private static final String SHRUNK = "not acknowledged";

  private final Environment environment;
  private final OpenDestination destination;
  private final CleanupOrder order;
  private final Holdings holdings;
  private final List<String> warnings = new ArrayList<>();

  private Cleanup(
      Environment environment, OpenDestination destination, CleanupOrder order, Holdings holdings) {
    this.environment = environment;
    this.destination = destination;
    this.order = order;
    this.holdings = holdings;
  }

  /** Looks what the sources have there. */
  static Cleanup look(
      Environment environment,
      OpenDestination destination,
      CleanupOrder order,
      Predicate<ArtifactSource> sources)
      throws IOException, InterruptedException {
    var unfinished = new ArrayList<String>();
    if (!order.dryRun()) {
      unfinished.addAll(new Deletion(destination.require()).finish(""));
    }
    Holdings holdings = Holdings.read(environment, destination, sources);
    var cleanup = new Cleanup(environment, destination, order, holdings);
    cleanup.warnings.addAll(unfinished);
    cleanup.warnings.addAll(holdings.warnings());
    cleanup.tellOrphans(sources);
    return cleanup;
  }

  /** Where whole instances are cleaned up: after a run only what it backed up is looked at. */
  private void tellOrphans(Predicate<ArtifactSource> sources)
      throws IOException, InterruptedException {
    List<String> old =
        environment.settings().retention().oldFiles(destination.id()).stream()
            .map(OldFiles::instance)
            .toList();
    for (Settings.Instance<?> instance : environment.settings().instances()) {
      if (sources.test(ArtifactSource.instance(instance.id(), ""))
          && !old.contains(instance.id())) {
        Orphans.in(destination.require(), instance.id(), environment).ifPresent(warnings::add);
      }
    }
  }

  Map<ArtifactSource, Holdings.Shrunk> shrunk() {
    return holdings.shrunk();
  }

  /**
   * Deletes what no rule keeps.
   *
   * @param shrunk the databases of which nothing goes, as somebody must look at them first
   */
  CleanupResult finish(Map<ArtifactSource, Holdings.Shrunk> shrunk) throws InterruptedException {
    Map<String, Holdings.Candidate> candidates = new LinkedHashMap<>();
    List<Retention.Verdict> verdicts = new ArrayList<>();
    for (List<Holdings.Candidate> group : holdings.groups()) {
      group.forEach(c -> candidates.put(c.point().id(), c));
      ArtifactSource source = group.get(0).source();
      verdicts.addAll(guarded(decide(group), source, Optional.ofNullable(shrunk.get(source))));
    }
    long ahead = verdicts.stream().filter(v -> v.keptBy().contains(Retention.FUTURE)).count();
    if (ahead > 0) {
      warnings.add(
          ahead + " backups are dated in the future and stay; look at the clocks of this machine");
    }
    long going = verdicts.stream().filter(v -> !v.stays()).count();
    long databases =
        candidates.values().stream().map(Holdings.Candidate::source).distinct().count();
    String refused = order.force() || going == 0 ? "" : refusal(candidates, going, databases);
    boolean only = order.dryRun() || !refused.isEmpty();
    List<CleanupResult.Item> items =
        only
            ? items(candidates, verdicts, Map.of(), CleanupResult.Fate.WOULD_GO)
            : items(candidates, verdicts, delete(candidates, verdicts), CleanupResult.Fate.DELETED);
    if (!only) {
      tell(items);
    }
    return new CleanupResult(destination.id(), items, refused, warnings);
  }

  private List<Retention.Verdict> decide(List<Holdings.Candidate> group) {
    String instance = group.get(0).source().instance();
    return new Retention(environment.options().zone(), environment.clock().instant())
        .decide(
            group.stream().map(Holdings.Candidate::point).toList(),
            environment.settings().retention().rules(instance, destination.id()));
  }

  /** As long as nobody has looked at a shrunk one, all of its database stay. */
  private List<Retention.Verdict> guarded(
      List<Retention.Verdict> verdicts, ArtifactSource source, Optional<Holdings.Shrunk> shrunk) {
    long going = verdicts.stream().filter(v -> !v.stays()).count();
    if (shrunk.isEmpty() || going == 0) {
      return verdicts;
    }
    Holdings.Shrunk newest = shrunk.get();
    warnings.add(
        "%d old ones of %s stay, because backup %s of it is far smaller than those before (%s); look at the database, and if that is right: vya-backupdb acknowledge %s"
            .formatted(going, source.label(), newest.id(), newest.figures(), newest.id()));
    return verdicts.stream()
        .map(v -> v.stays() ? v : new Retention.Verdict(v.point(), List.of(SHRUNK)))
        .toList();
  }

  private void tell(List<CleanupResult.Item> items) {
    environment
        .figures()
        .gone(
            destination.id(),
            items.stream()
                .filter(i -> i.fate() == CleanupResult.Fate.DELETED)
                .map(CleanupResult.Item::id)
                .toList());
    var bySource = new LinkedHashMap<ArtifactSource, List<CleanupResult.Item>>();
    items.forEach(i -> bySource.computeIfAbsent(i.source(), any -> new ArrayList<>()).add(i));
    bySource.forEach(
        (source, of) -> {
          var result = new CleanupResult(destination.id(), of, "", List.of());
          long deleted = result.count(CleanupResult.Fate.DELETED);
          environment.tell(
              new BackupEvent.CleanedUp(
                  destination.id(), source, deleted, result.freedBytes(), of.size() - deleted));
        });
  }

  private String refusal(Map<String, Holdings.Candidate> candidates, long going, long databases) {
    DeleteLimit limit = environment.settings().retention().limit();
    return going <= limit.allowed(candidates.size(), databases)
        ? ""
        : "%d of %d backups would go, and run.delete_limit is %s; look at cleanup --dry-run, and use --force if that is meant"
            .formatted(going, candidates.size(), limit);
  }

  /** Deletes the oldest first; what could not be deleted, and why. */
  private Map<String, Problem> delete(
      Map<String, Holdings.Candidate> candidates, List<Retention.Verdict> verdicts)
      throws InterruptedException {
    var problems = new HashMap<String, Problem>();
    int inARow = 0;
    CleanupResult.Fate refusal = CleanupResult.Fate.FAILED;
    List<Retention.Verdict> oldestFirst =
        verdicts.stream()
            .filter(v -> !v.stays())
            .sorted(Comparator.comparing(v -> v.point().at()))
            .toList();
    for (Retention.Verdict verdict : oldestFirst) {
      String artifact = verdict.point().id();
      if (inARow >= PATIENCE) {
        problems.put(
            artifact, new Problem(refusal, "not tried, as the storage refused those before"));
        continue;
      }
      try {
        delete(candidates.get(artifact));
        inARow = 0;
      } catch (IOException | BackupException e) {
        inARow++;
        refusal = fate(e);
        problems.put(artifact, new Problem(refusal, message(artifact, e)));
      }
    }
    denied(problems);
    return problems;
  }

  private void delete(Holdings.@Nullable Candidate candidate)
      throws IOException, InterruptedException {
    if (candidate == null) {
      return;
    }
    StorageSession session = destination.require();
    if (candidate.old().isPresent()) {
      OldFiles.delete(session, candidate.old().get());
    } else {
      new Deletion(session).delete(candidate.point().id());
    }
  }

  /** Why a backup that was to go is still there. */
  private record Problem(CleanupResult.Fate fate, String text) {}

  private static CleanupResult.Fate fate(Exception e) {
    return e instanceof Deletion.DeniedException
        ? CleanupResult.Fate.DENIED
        : CleanupResult.Fate.FAILED;
  }

  private static String message(String artifact, Exception e) {
    return String.valueOf(Failures.of("cannot delete " + artifact, e).getMessage());
  }

  private void denied(Map<String, Problem> problems) {
    List<String> denied =
        problems.values().stream()
            .filter(problem -> problem.fate() == CleanupResult.Fate.DENIED)
            .map(Problem::text)
            .sorted(Comparator.comparing(text -> text.startsWith("not tried")))
            .toList();
    if (!denied.isEmpty()) {
      warnings.add(
          "%d backups that no rule keeps stay, because %s does not let them be deleted: %s"
              .formatted(denied.size(), destination.id(), denied.get(0)));
    }
  }

  private static List<CleanupResult.Item> items(
      Map<String, Holdings.Candidate> candidates,
      List<Retention.Verdict> verdicts,
      Map<String, Problem> problems,
      CleanupResult.Fate ofThoseThatGo) {
    var items = new ArrayList<CleanupResult.Item>();
    for (Retention.Verdict verdict : verdicts) {
      Holdings.Candidate candidate = candidates.get(verdict.point().id());
      Problem problem =
          problems.getOrDefault(
              verdict.point().id(),
              new Problem(verdict.stays() ? CleanupResult.Fate.STAYS : ofThoseThatGo, ""));
      if (candidate != null) {
        items.add(
            new CleanupResult.Item(
                candidate.source(),
                candidate.id(),
                verdict.point().id(),
                verdict.point().at(),
                candidate.bytes(),
                verdict.point().evidence(),
                verdict.keptBy(),
                problem.fate(),
                problem.text()));
      }
    }
    return items;
  }
}
