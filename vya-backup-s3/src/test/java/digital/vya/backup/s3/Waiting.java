package digital.vya.backup.s3;

import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for what must come. */
final class Waiting {

  private Waiting() {}

  static void on(CountDownLatch latch) throws InterruptedIOException {
    try {
      if (!latch.await(1, TimeUnit.MINUTES)) {
        throw new AssertionError("it did not come");
      }
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }
}
