package digital.vya.backup.launcher;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop that stays: it looks at the clocks, begins in other threads what takes time, and tells
 * the service manager that it lives. What is due is decided by the library, from the configuration
 * and the history as they are then; nothing is due here because time passed here.
 */
final class Daemon {

  /** The longest wait, so that a clock that was moved is seen. */
  static final Duration TICK = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

  /** How far a clock may drift within a wait. */
  private static final Duration DRIFT = Duration.ofMinutes(1);

  /** For how long a decision may ask slow secret sources and storages. */
  private static final Duration HUNG = Duration.ofMinutes(30);

  /** How long what was cancelled may take to clean up. */
  private static final Duration CLEANING = Duration.ofSeconds(60);

  private final DaemonTime time;
  private final DaemonState state;
  private final ServiceManager manager;
  private final DaemonWork work;
  private final AtomicInteger signals = new AtomicInteger();
  private Instant shown;
  private long passed;
  private boolean hung;

  Daemon(DaemonTime time, DaemonState state, ServiceManager manager, DaemonWork work) {
    this.time = time;
    this.state = state;
    this.manager = manager;
    this.work = work;
    this.shown = time.now();
    this.passed = time.nanos();
  }

  /** Ends it when what is under way has ended; asked again, at once. */
  void stop() {
    signals.incrementAndGet();
    time.wake();
  }

  /**
   * Works until it is stopped.
   *
   * @param grace how long a backup that is under way may go on then
   * @return the exit code
   */
  int run(Duration grace) {
    manager.ready(status());
    try {
      while (signals.get() == 0) {
        lookAtTheClock();
        work.begin();
        lookAtTheWork();
        time.await(pause());
      }
    } catch (InterruptedException e) {
      signals.addAndGet(2);
    }
    return end(grace);
  }

  private Duration pause() {
    Duration longest =
        manager.patience().map(p -> p.dividedBy(2)).filter(h -> h.compareTo(TICK) < 0).orElse(TICK);
    Duration until = work.untilDue();
    return until.compareTo(longest) < 0 ? until : longest;
  }

  private void lookAtTheClock() {
    Instant now = time.now();
    long nanos = time.nanos();
    Duration moved = Duration.between(shown, now).minusNanos(nanos - passed);
    shown = now;
    passed = nanos;
    if (moved.abs().compareTo(DRIFT) > 0) {
      LOG.warn(
          "the clock of this machine was put {} by {}, or the machine slept; it is {} now, and"
              + " what is due is decided anew by that",
          moved.isNegative() ? "back" : "forward",
          Grace.text(moved.abs()),
          now);
      work.decideAnew();
    }
  }

  private void lookAtTheWork() {
    boolean lives = work.decidingFor().compareTo(HUNG) < 0;
    state.alive(lives);
    if (lives) {
      // Only who goes on says so: a service manager starts the others again.
      manager.alive(status());
    } else if (!hung) {
      LOG.error(
          "what is due cannot be decided since {}: a secret source or a storage does not answer",
          Grace.text(HUNG));
    }
    hung = !lives;
  }

  private int end(Duration grace) {
    state.stopping();
    work.noMore();
    manager.stopping(status());
    if (!state.running().isEmpty() && signals.get() == 1) {
      LOG.info("ending: waiting for {}, up to {}", running(), Grace.text(grace));
    }
    await(grace, 1);
    if (state.running().isEmpty()) {
      return ExitCode.COMPLETE;
    }
    LOG.warn("ending: {} is cancelled, and leaves nothing half-written", running());
    work.cancel();
    await(CLEANING, Integer.MAX_VALUE);
    return ExitCode.INTERRUPTED;
  }

  /** Waits until no run is under way, but not for longer, and not after more signals. */
  private void await(Duration longest, int enough) {
    long began = time.nanos();
    while (!state.running().isEmpty() && signals.get() <= enough) {
      Duration left = longest.minusNanos(time.nanos() - began);
      if (left.isNegative() || left.isZero()) {
        return;
      }
      manager.alive(status());
      Duration pause = pause();
      try {
        time.await(left.compareTo(pause) < 0 ? left : pause);
      } catch (InterruptedException e) {
        signals.addAndGet(2);
      }
    }
  }

  private String running() {
    return "the backup of "
        + state.running().values().stream()
            .map(instances -> String.join(", ", instances))
            .collect(Collectors.joining(", "));
  }

  /** One line for people who look at the service. */
  String status() {
    DaemonState.View view = state.view();
    if (view.running() > 0) {
      return running() + (view.stopping() ? " is to end" : " is under way");
    }
    if (view.stopping()) {
      return "ending";
    }
    Optional<String> broken = state.broken();
    if (broken.isPresent()) {
      return "nothing can be backed up: " + broken.get();
    }
    String next =
        view.next()
            .map(at -> "the next backup is due at " + at.truncatedTo(ChronoUnit.SECONDS))
            .orElse("waiting");
    return view.storages().containsValue(false) ? "a storage is not reached; " + next : next;
  }
}
