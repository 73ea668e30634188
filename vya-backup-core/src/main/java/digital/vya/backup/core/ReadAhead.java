package digital.vya.backup.core;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads some objects before it is their turn, and tells them in turn: a storage far away answers
 * many questions in the time of one. So many are never in memory that their size together matters,
 * but for one that is as large alone. For one thread; closing it ends what is still being read.
 */
final class ReadAhead<T> implements AutoCloseable {

  private static final int READERS = 8;
  private static final int OBJECTS = 8 * READERS;
  private static final long BYTES = 1 << 20;

  private final ExecutorService readers =
      Executors.newFixedThreadPool(
          READERS,
          work -> {
            var thread = new Thread(RunMark.carried(work), "vya-reading");
            thread.setDaemon(true);
            return thread;
          });
  private final Deque<Turn<T>> turns = new ArrayDeque<>();
  private long bytes;

  private record Turn<T>(Future<T> result, long bytes) {}

  /** Whether an object can be read beside those that are; the only one always can. */
  boolean hasRoomFor(long size) {
    return turns.isEmpty() || (turns.size() < OBJECTS && bytes + size <= BYTES);
  }

  boolean isEmpty() {
    return turns.isEmpty();
  }

  void add(long size, Patience.Work<T> reading) {
    turns.add(new Turn<>(readers.submit(reading::attempt), size));
    bytes += size;
  }

  /** What was added first of all that is still here, or what went wrong with that. */
  T take() throws IOException, InterruptedException {
    Turn<T> turn = turns.remove();
    bytes -= turn.bytes();
    try {
      return turn.result().get();
    } catch (ExecutionException e) {
      throw unchecked(e.getCause());
    }
  }

  private static RuntimeException unchecked(@Nullable Throwable thrown)
      throws IOException, InterruptedException {
    if (thrown instanceof IOException failure) {
      throw failure;
    }
    if (thrown instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    return thrown instanceof RuntimeException failure
        ? failure
        : Failures.of("cannot read", thrown);
  }

  @Override
  public void close() {
    readers.shutdownNow();
    boolean interrupted = false;
    while (!readers.isTerminated()) {
      try {
        readers.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
