package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The backups of one storage that a recovery kit tells of: of each database of each server, for
 * several may share a storage and call theirs the same.
 */
final class KitShelf {

  /** In the order in which they are restored: roles own databases, and grants name tables. */
  private static final Comparator<ArtifactSource> ORDER =
      Comparator.comparing((ArtifactSource source) -> source.instance())
          .thenComparing(ArtifactSource::dbms)
          .thenComparing(KitShelf::isLater)
          .thenComparing(ArtifactSource::database);

  private final int limit;
  private final Map<Of, Kept> all;

  /**
   * An empty one.
   *
   * @param server the one whose backups come first
   * @param limit how many of each database
   */
  KitShelf(String server, int limit) {
    this.limit = limit;
    this.all =
        new TreeMap<>(
            Comparator.comparing((Of of) -> !of.server().equals(server))
                .thenComparing(Of::server)
                .thenComparing(Of::source, ORDER));
  }

  private static boolean isLater(ArtifactSource source) {
    boolean globals = source.kind() == ArtifactSource.Kind.GLOBALS;
    return ByHand.globalsFirst(source.dbms()) != globals;
  }

  private record Of(String server, ArtifactSource source) {}

  /** Those that are good, and those about which something must be said. */
  private record Kept(Newest sound, Newest doubtful) {}

  void add(Manifest manifest) {
    Kept kept =
        all.computeIfAbsent(
            new Of(manifest.server(), manifest.source()),
            any -> new Kept(new Newest(limit), new Newest(limit)));
    (manifest.good() ? kept.sound() : kept.doubtful()).add(manifest);
  }

  /** Database by database; of each the sound ones first, the newest of them first. */
  List<List<Manifest>> backups() {
    return all.values().stream().map(this::list).toList();
  }

  /** One that is not whole may yet be wanted: because it is newer, or because there is no other. */
  private List<Manifest> list(Kept kept) {
    var list = new ArrayList<>(kept.sound().newestFirst());
    boolean enough = list.size() == limit;
    kept.doubtful().newestFirst().stream()
        .filter(m -> !enough || m.started().isAfter(list.get(0).started()))
        .toList()
        .forEach(list::add);
    return list;
  }
}
