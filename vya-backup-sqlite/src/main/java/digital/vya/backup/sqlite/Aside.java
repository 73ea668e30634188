package digital.vya.backup.sqlite;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs what cannot be interrupted beside the caller, who can. */
final class Aside {

  private Aside() {}

  /**
   * Waits for the work, or until this thread is interrupted. The work then goes on until it sees
   * that its own thread is interrupted, or ends; nobody hears of its result.
   */
  static void run(Runnable work) throws InterruptedException {
    var task = new FutureTask<Void>(work, null);
    var thread = new Thread(task, "vya-sqlite");
    thread.setDaemon(true);
    thread.start();
    try {
      task.get();
    } catch (InterruptedException e) {
      task.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    }
  }
}
