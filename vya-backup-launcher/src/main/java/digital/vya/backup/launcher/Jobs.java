package digital.vya.backup.launcher;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** Work that is done beside the loop of a daemon, each under a name that is in use once. */
final class Jobs {

  private final Executor threads;
  private final Map<String, FutureTask<?>> active = new ConcurrentHashMap<>();
  private final Set<String> cancelled = ConcurrentHashMap.newKeySet();

  Jobs(Executor threads) {
    this.threads = threads;
  }

  /**
   * Begins work, unless some of that name is under way.
   *
   * @param failed is told what the work threw, unless it was cancelled
   * @param ended is told when nothing of it runs any more
   */
  void start(String name, Callable<?> work, Consumer<Throwable> failed, Runnable ended) {
    var task = new FutureTask<>(work);
    if (active.putIfAbsent(name, task) != null) {
      return;
    }
    if (cancelled.contains(name)) {
      task.cancel(false);
    }
    threads.execute(
        () -> {
          task.run();
          failure(task).ifPresent(failed);
          active.remove(name);
          ended.run();
        });
  }

  private static Optional<Throwable> failure(FutureTask<?> task) {
    try {
      task.get();
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.ofNullable(e.getCause());
    } catch (CancellationException | InterruptedException e) {
      // It is done, so nobody waited here: whoever was interrupted was the work.
      return Optional.empty();
    }
  }

  boolean isUnderWay(String name) {
    return active.containsKey(name);
  }

  /** Interrupts work, also such as is about to begin; it is under way until it has cleaned up. */
  void cancel(String name) {
    cancelled.add(name);
    FutureTask<?> task = active.get(name);
    if (task != null) {
      task.cancel(true);
    }
  }
}
