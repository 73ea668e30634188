package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.api.StoredObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is called like a backup of an instance and has no manifest: a process that was killed left
 * it, and no rule knows it. Nobody knows whose it is, so it is only told.
 */
final class Orphans {

  /** What is younger may be on its way to become a backup. */
  private static final Duration YOUNGEST = Duration.ofHours(24);

  private final Pattern names;
  private final Instant before;
  private @Nullable StoredObject candidate;
  private String first = "";
  private long count;
  private long bytes;

  private Orphans(Pattern names, Instant before) {
    this.names = names;
    this.before = before;
  }

  /** What is to be told of them; empty if there are none. */
  static Optional<String> in(StorageSession session, String instance, Environment environment)
      throws IOException, InterruptedException {
    ArtifactKeys keys = environment.keys();
    var orphans =
        new Orphans(keys.artifacts(instance), environment.clock().instant().minus(YOUNGEST));
    try (Stream<StoredObject> objects =
        session.list(keys.prefix(ArtifactSource.instance(instance, "")))) {
      for (Iterator<StoredObject> all = objects.iterator(); all.hasNext(); ) {
        orphans.see(all.next());
      }
    }
    orphans.settle();
    return orphans.told();
  }

  /** A manifest comes after its artifact, as what is listed is sorted. */
  private void see(StoredObject object) {
    if (candidate != null && object.key().startsWith(candidate.key())) {
      if (object.key().equals(candidate.key() + ArtifactKeys.MANIFEST)) {
        candidate = null;
      }
      return;
    }
    settle();
    if (names.matcher(object.key()).matches()
        && !object.key().endsWith(ArtifactKeys.MANIFEST)
        && !object.key().endsWith(Deletion.NOTE)) {
      candidate = object;
    }
  }

  private void settle() {
    if (candidate != null && candidate.modified().isBefore(before)) {
      first = count == 0 ? candidate.key() : first;
      count++;
      bytes += candidate.bytes();
    }
    candidate = null;
  }

  private Optional<String> told() {
    return count == 0
        ? Optional.empty()
        : Optional.of(
            "%d objects (%s) are called like backups and have no manifest, the first: %s; they are left alone, delete them if nobody needs them"
                .formatted(count, Sizes.text(bytes), first));
  }
}
