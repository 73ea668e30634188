package digital.vya.backup.core;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/**
 * Lets so many bytes pass in a second, for all streams of one destination together. What passes is
 * booked and goes at once; what comes next waits until that is paid for. So of several throttles
 * that one stream goes through, the slowest sets the pace: their waits do not add up. Safe for many
 * threads.
 */
final class Throttle {

  /** Sleeping for less costs more than it slows. */
  private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

  /** What was not used for so long can be used later: a stream that waits for others falls back. */
  private static final long CREDIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Bandwidth bandwidth;
  private final Time time;
  private long free;

  Throttle(Bandwidth bandwidth, Time time) {
    this.bandwidth = bandwidth;
    this.time = time;
    this.free = time.nanos();
  }

  /** What a throttle needs of time. */
  interface Time {

    Time SYSTEM =
        new Time() {
          @Override
          public long nanos() {
            return System.nanoTime();
          }

          @Override
          public void sleep(long nanos) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(nanos);
          }
        };

    long nanos();

    void sleep(long nanos) throws InterruptedException;
  }

  /**
   * Returns once what was booked before has had its time, and books so many bytes.
   *
   * @throws InterruptedIOException if the thread is interrupted, which it stays
   */
  void pass(int bytes) throws IOException {
    long wait = book(bytes);
    if (wait >= SHORTEST_NANOS) {
      try {
        time.sleep(wait);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while it kept to the bandwidth");
      }
    }
  }

  /** After a longer pause there is no rush. */
  private synchronized long book(int bytes) {
    long now = time.nanos();
    long wait = free - now;
    long begin = wait > -CREDIT_NANOS ? free : now - CREDIT_NANOS;
    free = begin + Math.round(bytes * SECOND / bandwidth.bytes());
    return wait;
  }
}
