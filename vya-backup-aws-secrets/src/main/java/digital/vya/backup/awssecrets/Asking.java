package digital.vya.backup.awssecrets;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Waits for an answer in a way that can be interrupted: the client reads from its socket in a way
 * that cannot.
 */
final class Asking {

  private Asking() {}

  /** The answer; where this thread is interrupted, the other one ends with the client's timeout. */
  static <T> T of(Callable<T> question) throws InterruptedException {
    var task = new FutureTask<T>(question);
    var thread = new Thread(task, "aws-secrets");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get();
    } catch (InterruptedException e) {
      task.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SdkException failure) {
        throw failure;
      }
      throw SdkClientException.create("unexpected failure", e.getCause());
    }
  }
}
