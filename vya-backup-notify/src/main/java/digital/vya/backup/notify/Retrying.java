package digital.vya.backup.notify;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tries again what may work a little later. */
final class Retrying {

  private Retrying() {}

  /** A delivery. */
  interface Delivery {
    void run() throws IOException, InterruptedException;
  }

  static void run(@Nullable Retry said, Delivery delivery)
      throws IOException, InterruptedException {
    try {
      Failsafe.with(policy(Retry.orDefault(said))).run(delivery::run);
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException interrupted) {
        // Failsafe marks the thread as well, and the mark would outlive the exception.
        Thread.interrupted();
        throw interrupted;
      }
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private static RetryPolicy<Object> policy(Retry retry) {
    Duration pause = Objects.requireNonNull(retry.pause(), "has a default");
    RetryPolicyBuilder<Object> policy =
        RetryPolicy.builder()
            .handleIf(e -> e instanceof BackupException failure && failure.worthRetrying())
            .withMaxAttempts(Objects.requireNonNull(retry.attempts(), "has a default"));
    return pause.isZero()
        ? policy.build()
        : policy.withBackoff(pause, pause.multipliedBy(64)).build();
  }
}
