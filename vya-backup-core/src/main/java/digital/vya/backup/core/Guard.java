package digital.vya.backup.core;

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
}
