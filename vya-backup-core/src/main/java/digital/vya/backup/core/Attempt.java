package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Does work in a thread of its own and watches it: a plugin that yields nothing, takes too long or
 * ignores its interrupt cannot hold up a run.
 */
final class Attempt {

  private static final long TICK_MILLIS = 200;
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final String what;
  private final Duration timeout;
  private final Duration stallTimeout;
  private final LongSupplier progress;
  private final Runnable tick;

  private final long started = System.nanoTime();
  private long lastMoved = started;
  private long lastProgress = -1;
  private volatile boolean abandoned;

  /**
   * An attempt.
   *
   * @param progress a number that grows while the work goes on
   * @param tick called a few times a second
   */
  Attempt(
      String what, Duration timeout, Duration stallTimeout, LongSupplier progress, Runnable tick) {
    this.what = what;
    this.timeout = timeout;
    this.stallTimeout = stallTimeout;
    this.progress = progress;
    this.tick = tick;
  }

  /** Throws if nobody waits for the result any more: what is not yet visible must never be. */
  void stillWanted() {
    if (abandoned) {
      throw new BackupException(Reason.CANCELLED, what + " was given up");
    }
  }

  <T> T run(Callable<T> work) throws InterruptedException {
    var task = new FutureTask<>(RunMark.carried(work));
    var thread = new Thread(task, "vya-" + what);
    thread.setDaemon(true);
    thread.start();
    try {
      return await(task);
    } catch (InterruptedException | BackupException e) {
      abandoned = true;
      end(thread);
      throw e;
    }
  }

  private <T> T await(FutureTask<T> task) throws InterruptedException {
    while (true) {
      try {
        return task.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        throw Failures.of(what, e.getCause());
      } catch (TimeoutException e) {
        tick.run();
        checkLimits();
      }
    }
  }

  private void checkLimits() {
    long now = System.nanoTime();
    long current = progress.getAsLong();
    if (current != lastProgress) {
      lastProgress = current;
      lastMoved = now;
    }
    if (now - started > timeout.toNanos()) {
      throw BackupException.environment(
          what + " took longer than " + text(timeout) + " and was ended; raise timeout if it must");
    }
    if (now - lastMoved > stallTimeout.toNanos()) {
      throw BackupException.passing(
          what
              + " made no progress for "
              + text(stallTimeout)
              + " and was ended; look for a lock or a dead connection, or raise stall_timeout",
          new TimeoutException());
    }
  }

  private static String text(Duration duration) {
    return duration.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
  }

  private static void end(Thread thread) {
    thread.interrupt();
    try {
      thread.join(GRACE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
