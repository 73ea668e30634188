package digital.vya.backup.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** A call that got stuck half way and is told to end. */
final class Interrupted implements AutoCloseable {

  private final Duration patience;
  private final Set<ProcessHandle> before = Family.members();
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);

  Interrupted(Duration patience) {
    this.patience = patience;
  }

  /** For a stream of the call: from here on nothing moves. */
  void block() throws InterruptedIOException {
    reached.countDown();
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  void interrupt(ThrowingCallable call) throws InterruptedException {
    var failure = new AtomicReference<@Nullable Throwable>();
    var thread = new Thread(() -> failure.set(catchThrowable(call)), "interrupted");
    thread.setDaemon(true);
    thread.start();
    assertThat(reached.await(patience.toMillis(), TimeUnit.MILLISECONDS))
        .as("the stream is used")
        .isTrue();
    var tools = started();
    thread.interrupt();
    thread.join(patience.toMillis());
    assertThat(thread.isAlive()).as("still running after the interrupt").isFalse();
    Failures.assertAllowed(failure.get());
    tools.addAll(started()); // An interrupt may have started some more.
    for (var tool : tools) {
      assertThat(ends(tool)).as("process %s has ended", tool.info().command()).isTrue();
    }
  }

  private Set<ProcessHandle> started() {
    var started = Family.members();
    started.removeAll(before);
    return started;
  }

  private boolean ends(ProcessHandle tool) throws InterruptedException {
    try {
      tool.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    }
  }

  /** Lets go whatever is still stuck, so that it cannot disturb another test. */
  @Override
  public void close() {
    never.countDown();
  }
}
