package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.StorageSession;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What one storage holds of some databases, as far as retention must know it. */
final class Holdings {

  private final Environment environment;
  private final String destination;
  private final Predicate<ArtifactSource> sources;
  private final TreeMap<ArtifactSource, List<Candidate>> groups =
      new TreeMap<>(
          Comparator.comparing(ArtifactSource::label).thenComparing(ArtifactSource::dbms));
  private final Map<ArtifactSource, Shrunk> shrunk = new HashMap<>();
  private final Map<String, Integer> others = new TreeMap<>();
  private final List<String> warnings = new ArrayList<>();

  private Holdings(Environment environment, String destination, Predicate<ArtifactSource> sources) {
    this.environment = environment;
    this.destination = destination;
    this.sources = sources;
  }

  /**
   * A backup, or a file of an older program.
   *
   * @param id empty for a file
   * @param old what it takes to delete such a file; empty for a backup
   */
  record Candidate(
      ArtifactSource source,
      String id,
      RetentionPoint point,
      long bytes,
      Optional<OldFiles.OldFile> old) {}

  /** The newest backup that is far too small, and that nobody has looked at. */
  record Shrunk(String id, Instant started, String figures) {}

  static Holdings read(
      Environment environment, OpenDestination destination, Predicate<ArtifactSource> sources)
      throws IOException, InterruptedException {
    var holdings = new Holdings(environment, destination.id(), sources);
    holdings.read(destination.require());
    return holdings;
  }

  private void read(StorageSession session) throws IOException, InterruptedException {
    new Catalog(environment.keys())
        .visit(
            session,
            ArtifactSource.instance("", ""),
            new Catalog.Visitor() {
              @Override
              public void backup(Manifest manifest) {
                if (sources.test(manifest.source())) {
                  take(manifest);
                }
              }

              @Override
              public void broken(String key, String problem) {
                warnings.add(key + " is left alone: " + problem);
              }
            });
    others.forEach(
        (server, count) ->
            warnings.add(
                count + " backups of the server " + Shown.name(server) + " are left alone"));
    for (OldFiles files : environment.settings().retention().oldFiles(destination)) {
      oldFiles(files, session);
    }
  }

  /** The backups of this machine by what they are of. Those of another machine are not ours. */
  private void take(Manifest manifest) {
    if (!manifest.server().equals(environment.options().server())) {
      others.merge(manifest.server(), 1, Integer::sum);
      return;
    }
    groups.computeIfAbsent(manifest.source(), any -> new ArrayList<>()).add(candidate(manifest));
    if (manifest.shrunk()) {
      var found =
          new Shrunk(
              manifest.id(),
              manifest.started(),
              manifest.marks().shrink().map(Shrink::toString).orElse(""));
      shrunk.merge(manifest.source(), found, Holdings::later);
    }
  }

  static Shrunk later(Shrunk one, Shrunk other) {
    return one.started().isBefore(other.started()) ? other : one;
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
        manifest.artifact().bytes(),
        Optional.empty());
  }

  /** What is newer than our first backup is not of the time before us: it may be half of ours. */
  private void oldFiles(OldFiles files, StorageSession session)
      throws IOException, InterruptedException {
    Map<ArtifactSource, Instant> ours = new HashMap<>();
    groups.forEach(
        (source, group) ->
            group.stream()
                .map(c -> c.point().at())
                .min(Comparator.naturalOrder())
                .ifPresent(first -> ours.put(source, first)));
    long[] newer = {0};
    files.visit(
        session,
        environment.options().zone(),
        file -> {
          Instant first = ours.getOrDefault(file.source(), Instant.MAX);
          if (!sources.test(file.source())) {
            return;
          }
          if (file.at().isBefore(first)) {
            groups.computeIfAbsent(file.source(), any -> new ArrayList<>()).add(candidate(file));
          } else {
            newer[0]++;
          }
        });
    if (newer[0] > 0) {
      warnings.add(
          newer[0]
              + " old files of "
              + files.instance()
              + " are newer than the first backup of their database, and left alone");
    }
  }

  private static Candidate candidate(OldFiles.OldFile file) {
    return new Candidate(file.source(), "", file.point(), file.bytes(), Optional.of(file));
  }

  List<List<Candidate>> groups() {
    return List.copyOf(groups.values());
  }

  /** The databases whose size nobody has looked at yet. */
  Map<ArtifactSource, Shrunk> shrunk() {
    return Map.copyOf(shrunk);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }
}
