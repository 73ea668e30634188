package digital.vya.backup.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs what others wrote, and keeps whatever it throws from going further. */
final class Guard {

  private Guard() {}

  static Optional<Throwable> failureOf(Runnable foreign) {
    var task = new FutureTask<Void>(foreign, null);
    task.run();
    try {
      task.get();
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.ofNullable(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /**
   * Does what a plugin may fail at.
   *
   * @param whose whose defect it is if it throws what it must not
   * @throws digital.vya.backup.api.BackupException with reason BUG for what it must not throw
   */
  static <T> T during(String whose, Patience.Work<T> foreign)
      throws IOException, InterruptedException {
    var task = new FutureTask<T>(foreign::attempt);
    task.run();
    try {
      return task.get();
    } catch (ExecutionException e) {
      Throwable thrown = e.getCause();
      if (thrown instanceof IOException failure) {
        throw failure;
      }
      if (thrown instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      if (thrown instanceof UncheckedIOException failure) {
        throw failure;
      }
      throw Failures.of(whose, thrown);
    }
  }

  /** Takes steps with no result. */
  interface Steps {
    void take() throws IOException, InterruptedException;
  }

  /** As {@link #during}, for what has no result. */
  static void steps(String whose, Steps foreign) throws IOException, InterruptedException {
    during(
        whose,
        () -> {
          foreign.take();
          return true;
        });
  }

  /** As {@link #during}, for what does not wait: an interrupt stays for who asks for it. */
  static <T> T quickly(String whose, Patience.Work<T> foreign) throws IOException {
    try {
      return during(whose, foreign);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.of(whose, e);
    }
  }
}
