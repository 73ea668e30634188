package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds the newest good backups of this machine in storages, and what speaks against them. */
final class StorageReading {

  static final Comparator<DatabaseStatus.Good> OLDEST_FIRST =
      Comparator.comparing(DatabaseStatus.Good::at).thenComparing(DatabaseStatus.Good::id);

  private final Environment environment;
  private final Instant now;
  private final List<String> problems;
  private final Map<ArtifactSource, Map<String, DatabaseStatus.Good>> newest = new HashMap<>();

  StorageReading(Environment environment, Instant now, List<String> problems) {
    this.environment = environment;
    this.now = now;
    this.problems = problems;
  }

  /** The newest good backups of each source, each once, wherever it is stored. */
  Map<ArtifactSource, Collection<DatabaseStatus.Good>> newest() {
    var all = new HashMap<ArtifactSource, Collection<DatabaseStatus.Good>>();
    newest.forEach((source, goods) -> all.put(source, goods.values()));
    return all;
  }

  /** Reads what a storage holds; false if that is not all. */
  boolean all(OpenDestination destination) throws InterruptedException {
    if (destination.session().isEmpty()) {
      return false;
    }
    var last = new TreeMap<ArtifactSource, Newest>(Assessment.BY_NAME);
    try {
      new Catalog(environment.keys())
          .visit(
              destination.session().get(),
              ArtifactSource.instance("", ""),
              visitor(destination.id(), last));
    } catch (IOException | UncheckedIOException | BackupException e) {
      problems.add(String.valueOf(Failures.of("cannot read " + destination.id(), e).getMessage()));
      return false;
    }
    last.forEach(
        (source, one) ->
            one.problem()
                .ifPresent(p -> problems.add(destination.id() + ": " + source.label() + ": " + p)));
    return true;
  }

  private Catalog.Visitor visitor(String storage, Map<ArtifactSource, Newest> last) {
    return new Catalog.Visitor() {
      @Override
      public void backup(Manifest manifest) {
        boolean ours = manifest.server().equals(environment.options().server());
        boolean ahead = manifest.started().isAfter(now.plus(Known.AHEAD));
        if (!ours || ahead) {
          return;
        }
        last.merge(manifest.source(), Newest.of(manifest), Newest::later);
        if (manifest.good()) {
          keep(newest.computeIfAbsent(manifest.source(), any -> new HashMap<>()), manifest);
        }
      }

      @Override
      public void broken(String key, String problem) {
        problems.add(storage + ": " + key + ": " + problem);
      }
    };
  }

  /**
   * The newest backup of a source in a storage.
   *
   * @param problem what speaks against it
   */
  private record Newest(Instant at, Optional<String> problem) {

    static Newest of(Manifest manifest) {
      if (manifest.damaged()) {
        return new Newest(
            manifest.started(),
            Optional.of("the newest backup, " + manifest.id() + ", is damaged; make another one"));
      }
      return new Newest(
          manifest.started(),
          manifest.shrunk()
              ? Optional.of(
                  "the newest backup is far smaller than those before it; look at it, and say:"
                      + " vya-backupdb acknowledge "
                      + manifest.id())
              : Optional.empty());
    }

    Newest later(Newest other) {
      return other.at().isAfter(at) ? other : this;
    }
  }

  /** Each backup once, wherever it is stored, and only as many as are looked at. */
  private static void keep(Map<String, DatabaseStatus.Good> newest, Manifest manifest) {
    newest.put(manifest.id(), good(manifest));
    if (newest.size() > Known.TREND) {
      newest.values().stream().min(OLDEST_FIRST).ifPresent(oldest -> newest.remove(oldest.id()));
    }
  }

  private static DatabaseStatus.Good good(Manifest manifest) {
    return new DatabaseStatus.Good(
        manifest.id(),
        manifest.started(),
        Duration.between(manifest.started(), manifest.finished()),
        manifest.dump().bytes(),
        manifest.artifact().bytes(),
        manifest.proof().evidence());
  }
}
