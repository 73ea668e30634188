package digital.vya.backup.core;

import digital.vya.backup.api.Alert;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.ServerFigures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What is known of the backups, and when the next ones are due. Like the {@link VyaBackup} that it
 * is of it is safe for many threads, and throws {@link BackupException} for what a user can mend.
 */
public final class Watch {

  private final Operations operations;

  Watch(Operations operations) {
    this.operations = operations;
  }

  /** How operations are done. */
  interface Operations {
    <T, E extends Exception> T run(String id, Operation<T, E> operation) throws IOException, E;
  }

  /**
   * How well this machine is backed up, by what its storages hold; what was tried is taken from its
   * history.
   *
   * @param instance only this one, or all
   */
  public Status status(Optional<String> instance) throws InterruptedException {
    return run("cannot tell the status", environment -> status(environment, instance));
  }

  private static Status status(Environment environment, Optional<String> instance)
      throws IOException, InterruptedException {
    instance.ifPresent(environment.settings()::instance);
    var problems = new ArrayList<String>();
    Instant now = environment.clock().instant();
    Known known = Known.of(environment.history(), now);
    var open = new ArrayList<OpenDestination>();
    try (LocalHost host = environment.host()) {
      for (Settings.Destination<?> destination : environment.settings().destinations()) {
        OpenDestination one = OpenDestination.open(destination, host);
        open.add(one);
        one.problem().ifPresent(e -> problems.add(String.valueOf(e.getMessage())));
      }
      ServerStatus all = new Assessment(environment, known).stored(open, problems);
      return new Status(now, List.of(only(all, instance)), environment.masking().of(problems));
    } catch (UncheckedIOException e) {
      throw new IOException(e.getCause());
    } finally {
      open.forEach(OpenDestination::close);
    }
  }

  private static ServerStatus only(ServerStatus all, Optional<String> instance) {
    return new ServerStatus(
        all.server(),
        all.zone(),
        all.written(),
        all.databases().stream()
            .filter(d -> instance.map(d.source().instance()::equals).orElse(true))
            .toList(),
        all.storages());
  }

  /**
   * How well all machines are backed up that put their backups into one storage, by what they wrote
   * there at the end of their last runs. Nothing of their configurations is needed.
   *
   * @param storage the id of the storage, in the configuration of this machine
   */
  public Status statusFrom(String storage) throws InterruptedException {
    return run("cannot tell the status", environment -> statusFrom(environment, storage));
  }

  private static Status statusFrom(Environment environment, String storage)
      throws IOException, InterruptedException {
    Settings.Destination<?> destination =
        environment.settings().destinations().stream()
            .filter(d -> d.id().equals(storage))
            .findAny()
            .orElseThrow(
                () ->
                    BackupException.configuration(
                        NearMiss.unknown(
                            "storage",
                            storage,
                            environment.settings().destinations().stream()
                                .map(Settings.Destination::id)
                                .toList())));
    var problems = new ArrayList<String>();
    try (LocalHost host = environment.host();
        OpenDestination open = OpenDestination.open(destination, host)) {
      List<ServerStatus> servers = StatusFile.read(open.require(), problems::add);
      if (servers.isEmpty()) {
        problems.add("no machine has put its status into " + storage + " yet");
      }
      return new Status(environment.clock().instant(), servers, environment.masking().of(problems));
    }
  }

  /**
   * Tells the configured channels what is overdue, once for each backup that did not come.
   *
   * @return what went wrong with that, one line each
   */
  public List<String> alert(Status status) throws InterruptedException {
    return run("cannot tell what is overdue", environment -> alert(environment, status));
  }

  private static List<String> alert(Environment environment, Status status) throws IOException {
    var memory = new OverdueMemory(environment.options().stateDir());
    var before = memory.read();
    var told = new TreeMap<>(before);
    var problems = new ArrayList<String>();
    if (environment.settings().channels().isEmpty()) {
      problems.add("nobody is told: no notifications are configured");
    }
    for (ServerStatus server : status.servers()) {
      var findings = new ArrayList<Alert.Finding>();
      var fresh = new TreeMap<String, String>();
      for (DatabaseStatus database : server.databases()) {
        String key = OverdueMemory.key(server.server(), database.source());
        told.remove(key);
        if (database.overdue(status.at())) {
          String due = database.due().map(Instant::toString).orElse("");
          fresh.put(key, due);
          if (!due.equals(before.get(key))) {
            findings.add(new Alert.Finding(database.source(), database.overdueText()));
          }
        }
      }
      List<String> failed = findings.isEmpty() ? List.of() : send(environment, server, findings);
      problems.addAll(failed);
      long unreached = failed.stream().filter(Notifications::isUndelivered).count();
      if (unreached == 0 || unreached < listening(environment)) {
        told.putAll(fresh);
      } else {
        // A fault that passes: whoever was not told of it yet is told the next time.
        fresh.keySet().stream()
            .filter(before::containsKey)
            .forEach(key -> told.put(key, before.getOrDefault(key, "")));
      }
    }
    if (!told.equals(before)) {
      memory.write(told);
    }
    return problems;
  }

  /** How many channels an alert goes to. */
  private static long listening(Environment environment) {
    return environment.settings().channels().stream()
        .filter(channel -> channel.on().contains(Occasion.OVERDUE))
        .count();
  }

  private static List<String> send(
      Environment environment, ServerStatus server, List<Alert.Finding> findings) {
    var alert =
        new Alert(
            Alert.Kind.OVERDUE,
            server.server(),
            environment.clock().instant(),
            server.zone(),
            findings);
    return new Notifications(environment).send(environment.masking().of(alert));
  }

  /**
   * What a program needs that stays and backs up by the schedule; it remembers what worked last.
   */
  public Standby standby() {
    return new Standby(operations);
  }

  /** What exporters of metrics are given, as it is known now; reaches no storage. */
  public ServerFigures figures() throws InterruptedException {
    return run("cannot tell figures", environment -> new KnownFigures(environment).of(List.of()));
  }

  /**
   * How the runs of this machine ended that it remembers, the oldest first.
   *
   * @param sink takes one result after the other
   */
  public void history(Consumer<PastResult> sink) throws InterruptedException {
    run(
        "cannot read the history",
        environment -> {
          environment
              .history()
              .read(
                  line -> {
                    if (line instanceof HistoryLine.Result one) {
                      sink.accept(one.result());
                    }
                  });
          return sink;
        });
  }

  /** What the schedule says now about each instance that is backed up. */
  public List<Due> due() throws InterruptedException {
    return run("cannot tell what is due", environment -> Timetable.fresh(environment).all());
  }

  /**
   * The next times of all instances, the nearest first.
   *
   * @param count how many at the most
   */
  public List<Upcoming> next(int count) throws InterruptedException {
    return run("cannot tell what is due", environment -> Timetable.fresh(environment).next(count));
  }

  /**
   * Backs up what is due of a selection, in one run; never twice, however many ask at once.
   *
   * @return empty if nothing is due
   * @throws BackupException if nothing that is selected has a schedule
   */
  public Optional<BackupReport> backupDue(BackupSelection selection) throws InterruptedException {
    Decided decided =
        run("cannot tell what is due", environment -> decided(environment, selection));
    if (decided.due().isEmpty()) {
      return Optional.empty();
    }
    String id = Ids.next(decided.at());
    try {
      return operations.run(id, environment -> backup(environment, id, selection, decided.due()));
    } catch (IOException e) {
      throw Failures.of("the run could not be ended properly", e);
    }
  }

  /** What is due, and when that was found. */
  private record Decided(Instant at, Set<String> due) {}

  private static Decided decided(Environment environment, BackupSelection selection)
      throws InterruptedException {
    List<Settings.Instance<?>> instances = new Planning(environment).instances(selection);
    if (instances.stream().allMatch(i -> i.options().schedule().isEmpty())) {
      throw BackupException.configuration(
          "nothing can be due, for there is no schedule; say one in schedule, or back up without"
              + " --if-due");
    }
    Timetable timetable = Timetable.fresh(environment);
    var due = new HashSet<String>();
    for (Settings.Instance<?> instance : instances) {
      if (timetable.decide(instance).now()) {
        due.add(instance.id());
      }
    }
    return new Decided(environment.clock().instant(), due);
  }

  private static Optional<BackupReport> backup(
      Environment environment, String id, BackupSelection selection, Set<String> due)
      throws IOException {
    String what = "what is due: " + due.stream().sorted().collect(Collectors.joining(", "));
    BackupReport report =
        new AuditTrail(environment, id, "backup", what)
            .during(
                () -> new BackupRun(environment, id, Optional.of(due)).backup(selection),
                AuditTrail.End::of);
    return Optional.of(report).filter(r -> !r.artifacts().isEmpty());
  }

  private <T> T run(String what, Operation<T, InterruptedException> operation)
      throws InterruptedException {
    try {
      return operations.run(Ids.shortOne(), operation);
    } catch (IOException e) {
      throw Failures.of(what, e);
    }
  }
}
