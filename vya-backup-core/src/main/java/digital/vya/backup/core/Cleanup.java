package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.StorageSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Deletes from one storage what no rule keeps. Its state is what lies there, and nothing else. */
final class Cleanup {

  /** A storage that refuses so many in a row will refuse the others as well. */
  private static final int PATIENCE = 3;

  private final Environment environment;
  private final OpenDestination destination;
  private final boolean dryRun;
  private final boolean force;
  private final List<String> warnings = new ArrayList<>();

  Cleanup(Environment environment, OpenDestination destination, CleanupOrder order) {
    this.environment = environment;
    this.destination = destination;
    this.dryRun = order.dryRun();
    this.force = order.force();
  }

  /** What retention must know of a backup, and no more: a store may hold a hundred thousand. */
  private record Candidate(ArtifactSource source, String id, RetentionPoint point, long bytes) {}

  /** Cleans up what the sources have there. */
  CleanupResult run(Predicate<ArtifactSource> sources) throws IOException, InterruptedException {
    StorageSession session = destination.require();
    if (!dryRun) {
      warnings.addAll(new Deletion(session).finish(""));
    }
    Map<String, Candidate> candidates = new LinkedHashMap<>();
    List<Retention.Verdict> verdicts = new ArrayList<>();
    groups(session, sources)
        .forEach(
            group -> {
              group.forEach(c -> candidates.put(c.point().id(), c));
              verdicts.addAll(decide(group));
            });
    long ahead = verdicts.stream().filter(v -> v.keptBy().contains(Retention.FUTURE)).count();
    if (ahead > 0) {
      warnings.add(
          ahead + " backups are dated in the future and stay; look at the clocks of this machine");
    }
    long going = verdicts.stream().filter(v -> !v.stays()).count();
    long databases = candidates.values().stream().map(Candidate::source).distinct().count();
    String refused = force || going == 0 ? "" : refusal(candidates, going, databases);
    List<CleanupResult.Item> items =
        dryRun || !refused.isEmpty()
            ? items(candidates, verdicts, Map.of(), CleanupResult.Fate.WOULD_GO)
            : items(candidates, verdicts, delete(session, verdicts), CleanupResult.Fate.DELETED);
    return new CleanupResult(destination.id(), items, refused, warnings);
  }

  private List<Retention.Verdict> decide(List<Candidate> group) {
    String instance = group.get(0).source().instance();
    return new Retention(environment.options().zone(), environment.clock().instant())
        .decide(
            group.stream().map(Candidate::point).toList(),
            environment.settings().retention().rules(instance, destination.id()));
  }

  /** The backups of this machine by what they are of. Those of another machine are not ours. */
  private List<List<Candidate>> groups(StorageSession session, Predicate<ArtifactSource> sources)
      throws IOException, InterruptedException {
    var groups =
        new TreeMap<ArtifactSource, List<Candidate>>(
            Comparator.comparing(ArtifactSource::label).thenComparing(ArtifactSource::dbms));
    var others = new HashMap<String, Integer>();
    Catalog.Visitor visitor =
        new Catalog.Visitor() {
          @Override
          public void backup(Manifest manifest) {
            if (!sources.test(manifest.source())) {
              return;
            }
            if (!manifest.server().equals(environment.options().server())) {
              others.merge(manifest.server(), 1, Integer::sum);
              return;
            }
            groups
                .computeIfAbsent(manifest.source(), any -> new ArrayList<>())
                .add(candidate(manifest));
          }

          @Override
          public void broken(String key, String problem) {
            warnings.add(key + " is left alone: " + problem);
          }
        };
    new Catalog(environment.keys()).visit(session, ArtifactSource.instance("", ""), visitor);
    others.forEach(
        (server, count) ->
            warnings.add(
                count + " backups of the server " + Shown.name(server) + " are left alone"));
    return List.copyOf(groups.values());
  }

  private static Candidate candidate(Manifest manifest) {
    return new Candidate(
        manifest.source(),
        manifest.id(),
        // By its key: two copies of one backup may lie in one storage.
        new RetentionPoint(
            manifest.artifact().name(),
            manifest.started(),
            manifest.damaged()
                ? RetentionPoint.Worth.DAMAGED
                : manifest.good() ? RetentionPoint.Worth.GOOD : RetentionPoint.Worth.PARTIAL,
            manifest.proof().evidence(),
            manifest.pin().isPresent()),
        manifest.artifact().bytes());
  }

  private String refusal(Map<String, Candidate> candidates, long going, long databases) {
    DeleteLimit limit = environment.settings().retention().limit();
    return going <= limit.allowed(candidates.size(), databases)
        ? ""
        : "%d of %d backups would go, and run.delete_limit is %s; look at cleanup --dry-run, and use --force if that is meant"
            .formatted(going, candidates.size(), limit);
  }

  /** Deletes the oldest first; what could not be deleted, and why. */
  private Map<String, String> delete(StorageSession session, List<Retention.Verdict> verdicts)
      throws InterruptedException {
    var problems = new HashMap<String, String>();
    var deletion = new Deletion(session);
    int inARow = 0;
    List<Retention.Verdict> oldestFirst =
        verdicts.stream()
            .filter(v -> !v.stays())
            .sorted(Comparator.comparing(v -> v.point().at()))
            .toList();
    for (Retention.Verdict verdict : oldestFirst) {
      String artifact = verdict.point().id();
      if (inARow >= PATIENCE) {
        problems.put(artifact, "not tried, as the storage refused those before");
        continue;
      }
      try {
        deletion.delete(artifact);
        inARow = 0;
      } catch (IOException | BackupException e) {
        inARow++;
        problems.put(
            artifact, String.valueOf(Failures.of("cannot delete " + artifact, e).getMessage()));
      }
    }
    return problems;
  }

  private static List<CleanupResult.Item> items(
      Map<String, Candidate> candidates,
      List<Retention.Verdict> verdicts,
      Map<String, String> problems,
      CleanupResult.Fate ofThoseThatGo) {
    var items = new ArrayList<CleanupResult.Item>();
    for (Retention.Verdict verdict : verdicts) {
      Candidate candidate = candidates.get(verdict.point().id());
      String problem = problems.getOrDefault(verdict.point().id(), "");
      CleanupResult.Fate fate =
          verdict.stays()
              ? CleanupResult.Fate.STAYS
              : problem.isEmpty() ? ofThoseThatGo : CleanupResult.Fate.FAILED;
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
                fate,
                problem));
      }
    }
    return items;
  }
}
