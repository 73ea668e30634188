package digital.vya.backup.s3;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Runs requests beside the caller's thread: an interrupt must end a wait at once, and a thread that
 * waits for a socket does not notice one.
 */
final class Calls implements Closeable {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Failures failures;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            var thread = new Thread(work, "vya-s3-" + NUMBER.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });

  Calls(Failures failures) {
    this.failures = failures;
  }

  /** A request. */
  interface Call<T> extends Callable<T> {
    @Override
    T call() throws IOException, InterruptedException;
  }

  /** Some requests. */
  interface Work {
    void run() throws IOException, InterruptedException;
  }

  <T> Future<T> begin(Call<T> call) {
    return threads.submit(call);
  }

  /** Sends a request and waits; what fails is told as something that could not be done. */
  <T> T run(String what, Call<T> call) throws IOException, InterruptedException {
    try {
      return raw(call);
    } catch (SdkException e) {
      throw failures.explain(what, e);
    }
  }

  /** The same, with the failure as the SDK tells it. */
  <T> T raw(Call<T> call) throws IOException, InterruptedException {
    Future<T> answer = begin(call);
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw cause(e);
    } finally {
      answer.cancel(true);
    }
  }

  /**
   * Sends a request that must not be left out because the caller was interrupted, and waits for it
   * so long.
   */
  void cleanUp(Work work, long seconds) throws IOException {
    boolean interrupted = Thread.interrupted();
    Future<Calls> answer =
        begin(
            () -> {
              work.run();
              return this;
            });
    try {
      answer.get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw failed(e);
    } catch (TimeoutException e) {
      throw new IOException("the store does not answer", e);
    } catch (InterruptedException e) {
      interrupted = true;
      throw new InterruptedIOException("interrupted");
    } finally {
      answer.cancel(true);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IOException failed(ExecutionException e) {
    return new IOException(String.valueOf(e.getCause()), e.getCause());
  }

  /** Throws what a request threw, in this thread. */
  static RuntimeException cause(ExecutionException e) throws IOException, InterruptedException {
    Throwable cause = e.getCause();
    if (cause instanceof IOException failure) {
      throw failure;
    }
    if (cause instanceof InterruptedException failure) {
      throw failure;
    }
    if (cause instanceof Error failure) {
      throw failure;
    }
    return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
