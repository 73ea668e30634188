package digital.vya.backup.sqlite;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs what cannot be interrupted beside the caller, who can. */
final class Aside {

  private Aside() {}

  /**
   * Waits for the work, or until this thread is interrupted. The work then goes on until it sees
   * that its own thread is interrupted, or ends; nobody hears of its result.
   *
   * @param ifLeft follows the work that nobody waited for: only then is nothing made any more of
   *     what has to be removed
   */
  static void run(Runnable work, Runnable ifLeft) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    var left = new AtomicBoolean();
    var task = new FutureTask<Void>(() -> followed(work, left, ifLeft), null);
    var thread = new Thread(task, "vya-sqlite");
    thread.setDaemon(true);
    thread.start();
    try {
      task.get();
    } catch (InterruptedException e) {
      left.set(true);
      task.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    }
  }

  private static void followed(Runnable work, AtomicBoolean left, Runnable ifLeft) {
    try {
      work.run();
    } finally {
      if (left.get()) {
        ifLeft.run();
      }
    }
  }
}
