package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.StorageSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Looks ahead whether an artifact will fit, judged by the size of the one before. */
final class Room {

  private Room() {}

  /**
   * Returns if at least one destination has room, or cannot tell.
   *
   * @throws BackupException if none has
   */
  static void check(ArtifactSource source, List<OpenDestination> destinations, RunContext run)
      throws InterruptedException {
    Optional<BackupException> none = Optional.empty();
    for (OpenDestination destination : destinations) {
      if (destination.tried().isPresent()) {
        none = shortage(source, destination.id(), destination.tried().get(), run);
        if (none.isEmpty()) {
          return;
        }
      }
    }
    if (none.isPresent()) {
      throw none.get();
    }
  }

  private static Optional<BackupException> shortage(
      ArtifactSource source, String id, StorageSession session, RunContext run)
      throws InterruptedException {
    try {
      OptionalLong free = session.freeBytes();
      long needed = free.isPresent() ? lastSize(source, session, run) : 0;
      return free.isEmpty() || free.getAsLong() >= needed
          ? Optional.empty()
          : Optional.of(
              BackupException.environment(
                  "storage "
                      + id
                      + " has "
                      + Sizes.text(free.getAsLong())
                      + " free, but the last backup of "
                      + source.label()
                      + " took "
                      + Sizes.text(needed)
                      + "; make room there"));
    } catch (IOException | UncheckedIOException | BackupException e) {
      // Not being able to look is no shortage; the copy will tell what is wrong.
      return Optional.empty();
    }
  }

  private static long lastSize(ArtifactSource source, StorageSession session, RunContext run)
      throws IOException, InterruptedException {
    return new Catalog(run.keys())
        .newest(session, source, 1).stream().findFirst().map(m -> m.artifact().bytes()).orElse(0L);
  }
}
