package digital.vya.backup.launcher;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The time of a daemon, which tests make themselves. */
interface DaemonTime {

  /** What the clock of this machine shows; it may be moved. */
  Instant now();

  /** Nanoseconds that only ever grow. */
  long nanos();

  /** Waits so long, or until somebody wakes it. */
  void await(Duration atMost) throws InterruptedException;

  /** Ends a wait, or the next one if nobody waits. */
  void wake();

  /** The real one. */
  static DaemonTime of(Clock clock) {
    return new DaemonTime() {
      private final Semaphore bell = new Semaphore(0);

      @Override
      public Instant now() {
        return clock.instant();
      }

      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public void await(Duration atMost) throws InterruptedException {
        if (bell.tryAcquire(atMost.toMillis() + 1, TimeUnit.MILLISECONDS)) {
          bell.drainPermits();
        }
      }

      @Override
      public void wake() {
        bell.release();
      }
    };
  }
}
