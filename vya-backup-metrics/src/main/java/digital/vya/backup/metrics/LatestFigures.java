package digital.vya.backup.metrics;

import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupListener;
import digital.vya.backup.api.ServerFigures;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was known when the last operation of this process ended. Safe for many threads.
 */
public final class LatestFigures implements BackupListener, Supplier<Optional<ServerFigures>> {

  private final AtomicReference<@Nullable ServerFigures> latest = new AtomicReference<>();

  @Override
  public void on(BackupEvent event) {
    if (event instanceof BackupEvent.FiguresKnown known) {
      latest.set(known.figures());
    }
  }

  /** What was known last; empty until an operation ended. */
  @Override
  public Optional<ServerFigures> get() {
    return Optional.ofNullable(latest.get());
  }
}
