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
import java.util.function.Predicate;

/** Brings back what safe restores replaced, or takes away for good what they left. */
final class Undoing {

  private static final Duration NO_LIMIT = Duration.ofDays(365);

  private final Environment environment;
  private final RestoreJournal journal;
  private final Instant started;
  private final String ownId;

  /**
   * An undo.
   *
   * @param ownId its id, if it is carried out
   */
  Undoing(Environment environment, String ownId) {
    this.environment = environment;
    this.ownId = ownId;
    this.journal = environment.journal();
    this.started = environment.clock().instant();
  }

  /** Swaps back; what is there now is kept in its turn. */
  RestoreReport undo(Optional<String> id, boolean endSessions)
      throws IOException, InterruptedException {
    RestoreRecord newest =
        newest(id, r -> r.stage() == Stage.KEPT || r.isSwap()).orElseThrow(() -> nothing(id));
    Settings.Instance<?> instance = environment.settings().instance(newest.instance());
    try (LocalHost host = environment.host();
        var lock = RunLock.take(environment.lockFolder(), instance.id(), started)) {
      // A restore that was killed in its swap may be the one that is meant.
      new Leftovers(environment).settle(instance, host::warn);
      RestoreRecord restore =
          newest(id, r -> r.instance().equals(instance.id()) && r.stage() == Stage.KEPT)
              .orElseThrow(() -> nothing(id));
      if (newest(Optional.empty(), r -> r.isSwap() && r.target().equals(restore.target()))
          .isPresent()) {
        throw BackupException.environment(
            "another restore of "
                + restore.target()
                + " has not ended; what stands in its way is told by a backup or restore of "
                + instance.id());
      }
      return undo(instance, restore, endSessions, host);
    }
  }

  private Optional<RestoreRecord> newest(Optional<String> id, Predicate<RestoreRecord> which)
      throws IOException {
    return journal.all().stream()
        .filter(which)
        .filter(r -> id.isEmpty() || id.get().equals(r.id()))
        .max(Comparator.comparing(RestoreRecord::at));
  }

  private static BackupException nothing(Optional<String> id) {
    return BackupException.configuration(
        id.map(i -> "nothing is kept of a restore " + i).orElse("nothing is kept of any restore")
            + " that could be brought back; restore --kept shows what is");
  }

  private <C extends Record> RestoreReport undo(
      Settings.Instance<C> instance, RestoreRecord restore, boolean endSessions, LocalHost host) {
    ScratchDatabases<C> engine = engine(instance);
    var steps = new RestoreSteps(environment.clock());
    var beside = new BesideTarget<>(environment, instance, engine, host, steps);
    Ended ended = swapBack(beside, ownId, restore, endSessions);
    var source = ArtifactSource.database(instance.id(), instance.driver().name(), restore.target());
    var report =
        new RestoreReport(
            ownId,
            environment.options().server(),
            source,
            Optional.empty(),
            new RestoreReport.Destination(
                instance.id(),
                Optional.of(restore.target()),
                RestoreMode.UNDO,
                Optional.empty(),
                ended.kept(),
                false),
            started,
            environment.clock().instant(),
            0,
            steps.all(),
            RestoreReport.Comparison.NONE,
            ended.failure().map(RestoreNews::failure),
            Omissions.NONE,
            host.warnings());
    RestoreReport told = new RestoreNews(environment).spread(report);
    if (ended.failure().isPresent()) {
      throw new RestoreFailedException(told, ended.failure().get());
    }
    return told;
  }

  /** How a swap ended: with what it replaced in its turn, or with a failure. */
  private record Ended(Optional<String> kept, Optional<BackupException> failure) {}

  private static Ended swapBack(
      BesideTarget<?> beside, String id, RestoreRecord restore, boolean endSessions) {
    var attempt = new Attempt("undoing " + restore.id(), NO_LIMIT, NO_LIMIT, () -> 0, () -> {});
    var request = new BesideTarget.Request(endSessions, 0, attempt::stillWanted);
    try {
      return new Ended(attempt.run(() -> beside.swapBack(id, restore, request)), Optional.empty());
    } catch (BackupException e) {
      return new Ended(Optional.empty(), Optional.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Ended(Optional.empty(), Optional.of(Failures.of("undoing " + restore.id(), e)));
    }
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
