package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Keeps backups from being copied again and again from or to a storage that fails. Each side has a
 * breaker of its own: a source that fails says nothing about the target.
 */
final class CopySides {

  private final OpenDestination source;
  private final OpenDestination target;
  private final BooleanSupplier failedAtSource;

  /**
   * @param failedAtSource which side a failure was of
   */
  CopySides(OpenDestination source, OpenDestination target, BooleanSupplier failedAtSource) {
    this.source = source;
    this.target = target;
    this.failedAtSource = failedAtSource;
  }

  CopyResult during(Patience.Work<CopyResult> work) throws IOException, InterruptedException {
    var undecided = new ArrayList<Breaker>();
    try {
      for (OpenDestination side : List.of(source, target)) {
        Optional<BackupException> refusal = side.breaker().begin();
        if (refusal.isPresent()) {
          throw refusal.get();
        }
        undecided.add(side.breaker());
      }
      CopyResult result = tried(work, undecided);
      succeeded(target, undecided);
      if (result.fate() == CopyResult.Fate.COPIED) {
        succeeded(source, undecided);
      }
      return result;
    } finally {
      undecided.forEach(Breaker::gaveUp);
    }
  }

  private static void succeeded(OpenDestination side, List<Breaker> undecided) {
    side.breaker().succeeded();
    undecided.remove(side.breaker());
  }

  private CopyResult tried(Patience.Work<CopyResult> work, List<Breaker> undecided)
      throws IOException, InterruptedException {
    try {
      return work.attempt();
    } catch (IOException | UncheckedIOException | BackupException e) {
      BackupException failure = Failures.of("it failed", e);
      if (failure.reason() != Reason.ENVIRONMENT) {
        throw failure;
      }
      boolean read = failedAtSource.getAsBoolean();
      OpenDestination side = read ? source : target;
      var told =
          new BackupException(
              Reason.ENVIRONMENT,
              "%s %s: %s"
                  .formatted(read ? "reading from" : "writing to", side.id(), failure.getMessage()),
              failure);
      side.breaker().failed(told);
      undecided.remove(side.breaker());
      throw told;
    }
  }
}
