package digital.vya.backup.core;

import dev.failsafe.CircuitBreaker;
import digital.vya.backup.api.BackupException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a run from trying a destination again and again that fails: each try may cost its timeouts.
 * After {@value #FAILURES} failures in a row nothing is tried for a while, then one more. Safe for
 * many threads.
 */
final class Breaker {

  static final int FAILURES = 3;
  static final Duration REST = Duration.ofMinutes(5);

  private final String destination;
  private final CircuitBreaker<Object> circuit;
  private @Nullable BackupException first;

  Breaker(String destination) {
    this(destination, REST);
  }

  Breaker(String destination, Duration rest) {
    this.destination = destination;
    this.circuit =
        CircuitBreaker.builder()
            .withFailureThreshold(FAILURES)
            .withSuccessThreshold(1)
            .withDelay(rest)
            .build();
  }

  /** Whether nothing would be tried now. */
  boolean isOpen() {
    return circuit.isOpen() && !circuit.getRemainingDelay().isZero();
  }

  /** Why nothing is tried now; empty if it is: then the end must be told. */
  synchronized Optional<BackupException> begin() {
    BackupException cause = first;
    if (circuit.tryAcquirePermit() || cause == null) {
      return Optional.empty();
    }
    return Optional.of(
        new BackupException(
            cause.reason(),
            "%s is not tried any more for now, as it failed %d times in a row in this run, first: %s"
                .formatted(destination, FAILURES, cause.getMessage()),
            cause));
  }

  synchronized void succeeded() {
    first = null;
    circuit.recordSuccess();
  }

  synchronized void failed(BackupException failure) {
    first = first == null ? failure : first;
    circuit.recordFailure();
  }

  /** What was tried ended for another reason: that shows nothing. */
  synchronized void gaveUp() {
    if (circuit.isHalfOpen()) {
      circuit.open();
    }
  }
}
