package digital.vya.backup.launcher;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.core.BackupSelection;
import digital.vya.backup.core.Due;
import digital.vya.backup.core.Standby;
import digital.vya.backup.core.VyaBackup;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a daemon does: asks what is due, runs it, and watches that nothing is missing. Each in a
 * thread of its own, for each may have to wait for others.
 */
final class DaemonWork {

  /** At least so often it asks what is due, for the configuration may have changed. */
  static final Duration ASKING = Duration.ofMinutes(5);

  /** When it asks again after trouble; and no instance is begun twice within that. */
  static final Duration AGAIN = Duration.ofMinutes(1);

  /** The most runs at once. */
  static final int RUNS = 4;

  private static final Logger LOG = LoggerFactory.getLogger(DaemonWork.class);
  private static final String DECIDING = "deciding";
  private static final String WATCHING = "watching";

  private final VyaBackup vya;
  private final Standby standby;
  private final DaemonTime time;
  private final DaemonState state;
  private final Consumer<BackupReport> told;
  private final Jobs jobs;
  private final DaemonTrouble trouble;
  private final DaemonWatch watch;
  private final AtomicLong runs = new AtomicLong();
  private final Map<String, Long> begun = new ConcurrentHashMap<>();

  private volatile List<Due> plan = List.of();
  private volatile Instant nextDue = Instant.MAX;
  private volatile long nextAsking;
  private volatile boolean askAnew = true;
  private volatile boolean ending;
  private long decidingSince;
  private long nextWatching;

  DaemonWork(
      VyaBackup vya,
      DaemonTime time,
      DaemonState state,
      Executor threads,
      Consumer<BackupReport> told) {
    this.vya = vya;
    this.standby = vya.watch().standby();
    this.time = time;
    this.state = state;
    this.told = told;
    this.jobs = new Jobs(threads);
    this.trouble = new DaemonTrouble(standby, state);
    this.watch = new DaemonWatch(vya, standby, state);
    this.nextWatching = time.nanos();
  }

  /**
   * Looks whether there is anything to do at all.
   *
   * @throws BackupException if nothing has a schedule
   */
  void requireSchedule() throws InterruptedException {
    if (standby.scheduled().isEmpty()) {
      throw BackupException.configuration(
          "no instance has a schedule, so nothing would ever be backed up; say when in schedule,"
              + " for all or in an instance, or let cron call vya-backupdb backup --all");
    }
  }

  /** Begins what it is time for, in other threads. */
  void begin() {
    long now = time.nanos();
    boolean due = !nextDue.isAfter(time.now());
    if ((askAnew || due || now - nextAsking >= 0) && !jobs.isUnderWay(DECIDING)) {
      askAnew = false;
      decidingSince = now;
      waitFor(Instant.MAX, ASKING);
      jobs.start(DECIDING, this::decide, this::cannotDecide, time::wake);
    }
    if (now - nextWatching >= 0 && !jobs.isUnderWay(WATCHING)) {
      nextWatching = now + ASKING.toNanos();
      jobs.start(WATCHING, watch, e -> defect("what is overdue", e), () -> {});
    }
  }

  private void waitFor(Instant due, Duration longest) {
    nextDue = due;
    nextAsking = time.nanos() + longest.toNanos();
  }

  private void cannotDecide(Throwable failure) {
    state.broken("a defect: " + failure);
    defect("what is due", failure);
  }

  private static void defect(String what, Throwable failure) {
    LOG.error("{} cannot be told, which is a defect, please report it", what, failure);
  }

  /** For how long it has been deciding what is due. */
  Duration decidingFor() {
    return jobs.isUnderWay(DECIDING)
        ? Duration.ofNanos(time.nanos() - decidingSince)
        : Duration.ZERO;
  }

  /** How long nothing is due, as far as is known. */
  Duration untilDue() {
    if (jobs.isUnderWay(DECIDING)) {
      return AGAIN;
    }
    if (askAnew) {
      return Duration.ZERO;
    }
    Instant now = time.now();
    Instant soon = now.plus(ASKING);
    Instant due = nextDue.isBefore(soon) ? nextDue : soon;
    return due.isAfter(now) ? Duration.between(now, due) : Duration.ZERO;
  }

  /** Whatever was decided is decided again. */
  void decideAnew() {
    askAnew = true;
    time.wake();
  }

  private boolean decide() throws InterruptedException {
    try {
      List<Due> all = vya.watch().due();
      if (all.stream().noneMatch(d -> d.now() || d.next().isPresent())) {
        requireSchedule();
      }
      plan = all;
      trouble.none();
      act(all);
    } catch (BackupException e) {
      waitFor(Instant.MAX, AGAIN);
      trouble.met(e, plan, time.now());
    }
    return true;
  }

  private void act(List<Due> all) {
    Instant now = time.now();
    SortedSet<String> due =
        all.stream()
            .filter(Due::now)
            .map(Due::instance)
            .collect(Collectors.toCollection(TreeSet::new));
    boolean later = due.removeIf(this::hasJustBegun);
    if (!due.isEmpty() && state.running().size() >= RUNS) {
      LOG.info("{} must wait, for {} runs are under way", String.join(", ", due), RUNS);
      later = true;
      due.clear();
    }
    Optional<Instant> next =
        all.stream()
            .filter(d -> !d.now())
            .flatMap(d -> d.next().stream())
            .filter(now::isBefore)
            .min(Comparator.naturalOrder());
    state.next(next);
    waitFor(next.orElse(Instant.MAX), later ? AGAIN : ASKING);
    if (!due.isEmpty()) {
      run(due);
    }
  }

  /** A history that forgets must not make runs without end; no schedule names two such times. */
  private boolean hasJustBegun(String instance) {
    Long at = begun.get(instance);
    return at != null && time.nanos() - at < AGAIN.toNanos();
  }

  private void run(SortedSet<String> due) {
    String run = "run " + runs.incrementAndGet();
    synchronized (this) {
      if (ending) {
        return;
      }
      state.begun(run, due);
    }
    due.forEach(instance -> begun.put(instance, time.nanos()));
    jobs.start(
        run,
        this::backUp,
        e -> defect("how a backup ended", e),
        () -> {
          state.ended(run);
          decideAnew();
        });
  }

  /** What is due by the time it has the locks; never what another run did meanwhile. */
  private boolean backUp() throws InterruptedException {
    try {
      Optional<BackupReport> report = vya.watch().backupDue(BackupSelection.all());
      report.ifPresent(
          r -> {
            state.counted(r.outcome());
            told.accept(r);
          });
    } catch (BackupException e) {
      trouble.met(e, plan, time.now());
    }
    return true;
  }

  /** Nothing begins any more. */
  void noMore() {
    synchronized (this) {
      ending = true;
    }
    jobs.cancel(DECIDING);
    jobs.cancel(WATCHING);
  }

  /** Cancels what runs. */
  void cancel() {
    state.running().keySet().forEach(jobs::cancel);
  }
}
