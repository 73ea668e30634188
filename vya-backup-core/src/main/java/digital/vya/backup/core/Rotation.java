package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.api.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/**
 * Finds those backups of a storage whose turn it is to be verified. What was verified when, its
 * manifest tells where it can; no more of them are in memory than are to be verified.
 */
final class Rotation {

  private static final Comparator<Turn> FIRST_TURN =
      Comparator.comparing(Turn::verified).thenComparing(Turn::key);

  private final Catalog catalog;
  private final Sample sample;
  private final String destination;
  private final VerifyTurns turns;

  /**
   * A rotation.
   *
   * @param turns knows of those whose manifests cannot tell that they were tried: they wait for
   *     their next turn like the others, or the same few would be tried for ever
   */
  Rotation(Catalog catalog, Sample sample, String destination, VerifyTurns turns) {
    this.catalog = catalog;
    this.sample = sample;
    this.destination = destination;
    this.turns = turns;
  }

  /**
   * A backup that waits for its turn.
   *
   * @param verified when that was tried last, {@link Instant#MIN} if never
   * @param key of its manifest
   */
  private record Turn(Instant verified, String key) {}

  /**
   * The keys of the manifests, the one first whose turn it is most.
   *
   * @param broken is told of those that cannot be read
   */
  List<String> keys(StorageSession session, Catalog.Visitor broken)
      throws IOException, InterruptedException {
    int wanted = sample.of(manifests(session));
    var kept = new PriorityQueue<Turn>(FIRST_TURN.reversed());
    catalog.visit(
        session,
        ArtifactSource.instance("", ""),
        new Catalog.Visitor() {
          @Override
          public void backup(Manifest manifest) {
            kept.add(new Turn(verified(manifest), key(manifest)));
            if (kept.size() > wanted) {
              kept.remove();
            }
          }

          @Override
          public void broken(String key, String problem) throws IOException, InterruptedException {
            broken.broken(key, problem);
          }
        });
    return kept.stream().sorted(FIRST_TURN).map(Turn::key).toList();
  }

  private static long manifests(StorageSession session) throws IOException, InterruptedException {
    try (Stream<StoredObject> objects = session.list("")) {
      return objects.filter(object -> object.key().endsWith(ArtifactKeys.MANIFEST)).count();
    }
  }

  /** What was only stored was never read again; of what is damaged that is known. */
  private Instant verified(Manifest manifest) {
    boolean never = manifest.proof().evidence() == Evidence.STORED && !manifest.damaged();
    Instant noted = never ? Instant.MIN : manifest.proof().at();
    Instant tried = turns.last(destination, key(manifest));
    return tried.isAfter(noted) ? tried : noted;
  }

  static String key(Manifest manifest) {
    return manifest.artifact().name() + ArtifactKeys.MANIFEST;
  }
}
