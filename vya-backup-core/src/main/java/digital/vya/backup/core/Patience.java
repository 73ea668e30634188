package digital.vya.backup.core;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.event.ExecutionScheduledEvent;
import digital.vya.backup.api.BackupException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries again what may pass in one destination, with growing pauses. Safe for many threads. */
final class Patience {

  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

  private static final double JITTER = 0.2;

  private final String destination;
  private final RetryPolicy<Object> policy;

  Patience(String destination, InstanceOptions.Retry retry) {
    this.destination = destination;
    this.policy =
        RetryPolicy.builder()
            .handleIf(Patience::mayPass)
            .withMaxAttempts(retry.attempts())
            .withBackoff(retry.pause(), longer(retry.maxPause(), retry.pause()))
            .withJitter(JITTER)
            .onRetryScheduled(this::tell)
            .build();
  }

  static Duration longer(Duration maxPause, Duration pause) {
    return maxPause.compareTo(pause) > 0 ? maxPause : pause.plusMillis(1);
  }

  /** Something that can be begun again from its beginning. */
  interface Work<T> {
    T attempt() throws IOException, InterruptedException;
  }

  /** Does it; the last failure is thrown as it came. */
  <T> T during(Work<T> work) throws IOException, InterruptedException {
    try {
      // Most work succeeds at once, and to open a small file costs less than to prepare for a
      // failure.
      return work.attempt();
    } catch (IOException | BackupException e) {
      return after(e, work);
    }
  }

  private <T> T after(Exception first, Work<T> work) throws IOException, InterruptedException {
    var attempts = new AtomicInteger();
    try {
      return Failsafe.with(policy)
          .get(
              () -> {
                if (attempts.getAndIncrement() == 0) {
                  throw first;
                }
                return work.attempt();
              });
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException interrupted) {
        // Whoever handles it decides about the flag.
        Thread.interrupted();
        throw interrupted;
      }
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** Wrong settings and damaged data stay as they are, and what is not there does not come. */
  private static boolean mayPass(Throwable thrown) {
    if (Thread.currentThread().isInterrupted()) {
      return false;
    }
    if (thrown instanceof BackupException failure) {
      return failure.worthRetrying();
    }
    return thrown instanceof IOException
        && !(thrown instanceof FileNotFoundException)
        && !(thrown instanceof NoSuchFileException)
        && !(thrown instanceof AccessDeniedException)
        && !(thrown instanceof CheckedInputStream.DamagedException);
  }

  private void tell(ExecutionScheduledEvent<?> event) {
    Throwable failure = event.getLastException();
    if (failure != null && LOG.isWarnEnabled()) {
      LOG.warn(
          "{}: attempt {} failed, another one in {} ms: {}",
          destination,
          event.getAttemptCount(),
          event.getDelay().toMillis(),
          RunMark.mask().text(Failures.text(failure)));
    }
  }
}
