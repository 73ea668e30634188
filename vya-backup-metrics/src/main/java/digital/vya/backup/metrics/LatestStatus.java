package digital.vya.backup.metrics;

import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupListener;
import digital.vya.backup.api.ServerStatus;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was known when the last operation of this process ended. Safe for many threads.
 */
public final class LatestStatus implements BackupListener, Supplier<Optional<ServerStatus>> {

  private final AtomicReference<@Nullable ServerStatus> latest = new AtomicReference<>();

  @Override
  public void on(BackupEvent event) {
    if (event instanceof BackupEvent.StatusKnown known) {
      latest.set(known.status());
    }
  }

  /** What was known last; empty until an operation ended. */
  @Override
  public Optional<ServerStatus> get() {
    return Optional.ofNullable(latest.get());
  }
}
