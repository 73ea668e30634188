package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactResult.Omissions;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.RestoreMode;
import digital.vya.backup.api.RestoreReport;
import digital.vya.backup.api.ScratchDatabases;
import digital.vya.backup.core.RestoreRecord.Stage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Brings back what safe restores replaced, or takes away for good what they left. */
final class Undoing {

  private static final Duration NO_LIMIT = Duration.ofDays(365);

  private final Environment environment;
  private final RestoreJournal journal;
  private final Instant started;

  Undoing(Environment environment) {
    this.environment = environment;
    this.journal = environment.journal();
    this.started = environment.clock().instant();
  }

  /** Swaps back; what is there now is kept in its turn. */
  RestoreReport undo(Optional<String> id, boolean endSessions)
      throws IOException, InterruptedException {
    RestoreRecord restore =
        journal.all().stream()
            .filter(r -> r.stage() == Stage.KEPT)
            .filter(r -> id.isEmpty() || id.get().equals(r.id()))
            .max(Comparator.comparing(RestoreRecord::at))
            .orElseThrow(() -> nothing(id));
    Settings.Instance<?> instance = environment.settings().instance(restore.instance());
    try (LocalHost host = environment.host();
        var lock = RunLock.take(environment.lockFolder(), instance.id(), started)) {
      return undo(instance, restore, endSessions, host);
    }
  }

  private static BackupException nothing(Optional<String> id) {
    return BackupException.configuration(
        id.map(i -> "nothing is kept of a restore " + i).orElse("nothing is kept of any restore")
            + " that could be brought back; restore --list-kept shows what is");
  }

  private <C extends Record> RestoreReport undo(
      Settings.Instance<C> instance, RestoreRecord restore, boolean endSessions, LocalHost host)
      throws InterruptedException {
    ScratchDatabases<C> engine = engine(instance);
    var steps = new RestoreSteps(environment.clock());
    String id = Ids.shortOne();
    var back =
        new RestoreRecord(
            id,
            restore.instance(),
            restore.target(),
            restore.kept(),
            engine.beside(instance.config(), restore.target(), "old", id),
            Stage.UNDOING,
            environment.clock().instant(),
            RestoreRecord.Owner.self());
    var beside = new BesideTarget<>(environment, instance, engine, host, steps);
    Optional<BackupException> failure = Optional.empty();
    try {
      new Attempt("undoing " + restore.id(), NO_LIMIT, NO_LIMIT, () -> 0, () -> {})
          .run(() -> beside.swapBack(back, endSessions));
      journal.remove(restore);
    } catch (BackupException e) {
      failure = Optional.of(e);
    } catch (IOException e) {
      failure = Optional.of(Failures.of("undoing " + restore.id(), e));
    }
    RestoreReport report =
        new RestoreNews(environment).spread(report(instance, back, steps, failure, host));
    if (failure.isPresent()) {
      throw new RestoreFailedException(report, failure.get());
    }
    return report;
  }

  private RestoreReport report(
      Settings.Instance<?> instance,
      RestoreRecord back,
      RestoreSteps steps,
      Optional<BackupException> failure,
      LocalHost host) {
    return new RestoreReport(
        back.id(),
        environment.options().server(),
        ArtifactSource.database(instance.id(), instance.driver().name(), back.target()),
        Optional.empty(),
        new RestoreReport.Destination(
            instance.id(),
            Optional.of(back.target()),
            RestoreMode.UNDO,
            Optional.empty(),
            failure.isEmpty() ? Optional.of(back.kept()) : Optional.empty(),
            false),
        started,
        environment.clock().instant(),
        0,
        steps.all(),
        RestoreReport.Comparison.NONE,
        failure.map(RestoreNews::failure),
        Omissions.NONE,
        host.warnings());
  }

  /** What is there to be brought back or taken away, the oldest first. */
  List<KeptRestore> kept() throws IOException {
    return journal.all().stream()
        .filter(r -> r.stage() == Stage.KEPT || r.stage() == Stage.TEST)
        .map(this::kept)
        .toList();
  }

  private KeptRestore kept(RestoreRecord restore) {
    boolean undoable = restore.stage() == Stage.KEPT;
    return new KeptRestore(
        restore.id(),
        restore.instance(),
        restore.target(),
        restore.left(),
        restore.at(),
        undoable
            ? Optional.of(restore.at().plus(environment.options().keepReplaced()))
            : Optional.empty());
  }

  /** Drops what a restore left beside its target. */
  void discard(String id) throws IOException, InterruptedException {
    RestoreRecord restore =
        journal.all().stream()
            .filter(r -> r.id().equals(id))
            .filter(r -> r.stage() == Stage.KEPT || r.stage() == Stage.TEST)
            .findAny()
            .orElseThrow(() -> nothing(Optional.of(id)));
    Settings.Instance<?> instance = environment.settings().instance(restore.instance());
    try (LocalHost host = environment.host();
        var lock = RunLock.take(environment.lockFolder(), instance.id(), started)) {
      drop(instance, restore, host);
    }
    journal.remove(restore);
  }

  private <C extends Record> void drop(
      Settings.Instance<C> instance, RestoreRecord restore, LocalHost host)
      throws IOException, InterruptedException {
    engine(instance).drop(instance.config(), restore.left(), host);
  }

  private static <C extends Record> ScratchDatabases<C> engine(Settings.Instance<C> instance) {
    if (instance.driver() instanceof ScratchDatabases<C> engine) {
      return engine;
    }
    throw BackupException.configuration(
        "the engine " + instance.driver().name() + " keeps nothing beside its targets");
  }
}
