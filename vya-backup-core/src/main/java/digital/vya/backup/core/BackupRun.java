package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.RunStart;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One run: lock, plan, back up in parallel, report, notify. */
final class BackupRun {

  private final Environment environment;
  private final Instant started;
  private final String id;
  private final Optional<Set<String>> due;
  private final Notifications notifications;
  private final List<RunLock> locks = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<ArtifactResult> results = new ArrayList<>();

  BackupRun(Environment environment, String id) {
    this(environment, id, Optional.empty());
  }

  /**
   * A run.
   *
   * @param due if given, of these instances those are backed up that are still due when nobody else
   *     works on them; if none is left the report is empty, and nobody is told
   */
  BackupRun(Environment environment, String id, Optional<Set<String>> due) {
    this.due = due;
    this.environment = environment;
    this.started = environment.clock().instant();
    this.id = id;
    this.notifications = new Notifications(environment);
  }

  BackupReport backup(BackupSelection selection) throws IOException {
    RunLog.begun(id, selection);
    List<Settings.Instance<?>> instances =
        new Planning(environment)
            .instances(selection).stream()
                .filter(i -> due.isEmpty() || due.get().contains(i.id()))
                .toList();
    warnings.addAll(OwnerOnly.sweep(environment.workParent()));
    var threads = Executors.newFixedThreadPool(environment.options().parallel(), BackupRun::daemon);
    var destinations = new ArrayList<OpenDestination>();
    var memory = new Remembering(environment, id, started, selection);
    try (LocalHost host = environment.host()) {
      List<Settings.Instance<?>> locked = List.of();
      try {
        locked = locked(instances);
        if (locked.isEmpty() && due.isPresent() && results.isEmpty()) {
          return report(warnings);
        }
        begin(memory, locked);
        open(locked, destinations, host);
        work(locked, selection, new RunContext(id, environment, destinations), threads);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        (locked.isEmpty() ? instances : locked)
            .forEach(i -> fail(source(i), Failures.of(i.id(), e)));
      }
      remember(memory, destinations);
      return finish(new RunContext(id, environment, destinations));
    } finally {
      threads.shutdownNow();
      destinations.forEach(OpenDestination::close);
      for (RunLock lock : locks) {
        lock.close();
      }
    }
  }

  private void begin(Remembering memory, List<Settings.Instance<?>> locked) {
    RunOptions options = environment.options();
    notifications.begin(new RunStart(id, options.server(), started, options.zone()));
    memory.begin(locked);
  }

  private void open(
      List<Settings.Instance<?>> locked, List<OpenDestination> destinations, LocalHost host)
      throws InterruptedException {
    for (Settings.Destination<?> destination : used(locked)) {
      destinations.add(OpenDestination.open(destination, host));
    }
    warnings.addAll(host.warnings());
  }

  private void work(
      List<Settings.Instance<?>> locked,
      BackupSelection selection,
      RunContext context,
      ExecutorService threads)
      throws IOException, InterruptedException {
    Instant planning = environment.clock().instant();
    List<ArtifactJob<?>> jobs = plan(locked, selection, context, threads);
    context.tell(new BackupEvent.RunStarted(id, started, jobs.size() + results.size()));
    context.stages().tell(BackupEvent.Stage.PLAN, planning, results.isEmpty());
    results.addAll(collect(jobs, threads));
    List<String> told =
        context
            .stages()
            .timed(
                BackupEvent.Stage.CLEANUP,
                () -> new Cleaning(environment).after(results, context.destinations()));
    warnings.addAll(told);
  }

  private void remember(Remembering memory, List<OpenDestination> destinations) {
    results.replaceAll(memory::compared);
    warnings.addAll(memory.end(report(List.of()), destinations));
  }

  private BackupReport finish(RunContext context) {
    BackupReport report = report(warnings);
    Instant notifying = environment.clock().instant();
    List<String> problems = notifications.send(report);
    context.stages().tell(BackupEvent.Stage.NOTIFY, notifying, problems.isEmpty());
    var told = new ArrayList<>(report.warnings());
    told.addAll(problems);
    told.addAll(new Metrics(environment).after(context.destinations()));
    BackupReport complete = report(told);
    context.tell(new BackupEvent.RunFinished(complete));
    return complete;
  }

  private BackupReport report(List<String> all) {
    return environment
        .masking()
        .of(
            new BackupReport(
                id,
                environment.options().server(),
                started,
                environment.clock().instant(),
                environment.options().zone(),
                results,
                all));
  }

  private List<Settings.Instance<?>> locked(List<Settings.Instance<?>> instances)
      throws InterruptedException {
    List<Settings.Instance<?>> locked = instances.stream().filter(this::lock).toList();
    if (due.isEmpty()) {
      return locked;
    }
    // Another run may have done it after this one decided and before it had the lock.
    Timetable timetable = Timetable.fresh(environment);
    var still = new ArrayList<Settings.Instance<?>>();
    for (Settings.Instance<?> instance : locked) {
      if (timetable.unlocked(instance).now()) {
        still.add(instance);
      }
    }
    return still;
  }

  private boolean lock(Settings.Instance<?> instance) {
    try {
      locks.add(RunLock.take(environment.lockFolder(), instance.id(), started));
      return true;
    } catch (IOException | BackupException e) {
      BackupException failure = Failures.of("cannot lock " + instance.id(), e);
      if (due.isEmpty() || failure.reason() != Reason.LOCKED) {
        fail(source(instance), failure);
      }
      return false;
    }
  }

  private List<? extends Settings.Destination<?>> used(List<Settings.Instance<?>> instances) {
    return environment.settings().destinations().stream()
        .filter(d -> instances.stream().anyMatch(i -> i.options().destinations().contains(d.id())))
        .toList();
  }

  private List<ArtifactJob<?>> plan(
      List<Settings.Instance<?>> instances,
      BackupSelection selection,
      RunContext context,
      ExecutorService threads)
      throws InterruptedException {
    var planning = new Planning(environment);
    var plans = new ArrayList<Callable<Planning.Planned>>();
    var leftovers = new Leftovers(environment);
    for (Settings.Instance<?> instance : instances) {
      plans.add(
          () -> {
            leftovers.settle(instance, this::warn);
            return planning.plan(instance, selection);
          });
    }
    List<Future<Planning.Planned>> planned = threads.invokeAll(plans);
    var jobs = new ArrayList<ArtifactJob<?>>();
    for (int n = 0; n < instances.size(); n++) {
      Settings.Instance<?> instance = instances.get(n);
      try {
        Planning.Planned plan = planned.get(n).get();
        warnings.addAll(plan.warnings());
        plan.sources().forEach(source -> jobs.add(new ArtifactJob<>(instance, source, context)));
      } catch (ExecutionException e) {
        fail(source(instance), Failures.of("cannot list " + instance.id(), e.getCause()));
      }
    }
    return jobs;
  }

  private void warn(String message) {
    synchronized (warnings) {
      warnings.add(message);
    }
  }

  private List<ArtifactResult> collect(List<ArtifactJob<?>> jobs, ExecutorService threads)
      throws InterruptedException {
    List<Future<ArtifactResult>> futures = new ArrayList<>();
    jobs.forEach(job -> futures.add(threads.submit(job)));
    var made = new ArrayList<ArtifactResult>();
    boolean interrupted = false;
    for (int n = 0; n < jobs.size(); n++) {
      ArtifactSource source = jobs.get(n).source();
      while (made.size() <= n) {
        try {
          made.add(futures.get(n).get());
        } catch (ExecutionException e) {
          made.add(failure(source, Failures.of(source.label(), e.getCause())));
        } catch (InterruptedException e) {
          // What runs is told to end and still reports; what has not begun never will.
          interrupted = true;
          cancelWaiting(threads, futures);
        } catch (java.util.concurrent.CancellationException e) {
          made.add(
              failure(
                  source,
                  new BackupException(Reason.CANCELLED, source.label() + " was cancelled")));
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return made;
  }

  private static void cancelWaiting(ExecutorService threads, List<Future<ArtifactResult>> futures) {
    for (Runnable waiting : threads.shutdownNow()) {
      futures.stream().filter(waiting::equals).forEach(f -> f.cancel(false));
    }
  }

  private void fail(ArtifactSource source, BackupException e) {
    ArtifactResult failure = failure(source, e);
    results.add(failure);
    RunLog.on(environment.masking().of(new BackupEvent.ArtifactFinished(failure)));
  }

  private ArtifactResult failure(ArtifactSource source, BackupException e) {
    RunLog.causes(source.label(), e, environment.mask());
    return new ArtifactResult.Failed(
        source,
        started,
        Duration.between(started, environment.clock().instant()),
        e.reason(),
        String.valueOf(e.getMessage()),
        Failures.causes(e),
        List.of(),
        Optional.empty());
  }

  private static ArtifactSource source(Settings.Instance<?> instance) {
    return ArtifactSource.instance(instance.id(), instance.driver().name());
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(RunMark.carried(work), "vya-worker");
    thread.setDaemon(true);
    return thread;
  }
}
