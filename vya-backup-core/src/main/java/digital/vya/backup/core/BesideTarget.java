package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.ScratchDatabases;
import digital.vya.backup.api.TargetState;
import digital.vya.backup.core.RestoreRecord.Stage;
import java.io.IOException;

/**
 * Makes a scratch database beside a target and puts it in the place of the target, or leaves it.
 * The journal knows of every step before it is taken.
 */
final class BesideTarget<C extends Record> {

  private static final int NAMED = 5;

  private final Environment environment;
  private final Settings.Instance<C> instance;
  private final ScratchDatabases<C> engine;
  private final LocalHost host;
  private final RestoreSteps steps;

  BesideTarget(
      Environment environment,
      Settings.Instance<C> instance,
      ScratchDatabases<C> engine,
      LocalHost host,
      RestoreSteps steps) {
    this.environment = environment;
    this.instance = instance;
    this.engine = engine;
    this.host = host;
    this.steps = steps;
  }

  /** Restores to the database of that name and proves it, or throws. */
  interface Restore {
    void into(String scratch) throws IOException, InterruptedException;
  }

  /**
   * What is to be done.
   *
   * @param endSessions whether those who use the target may be thrown out
   * @param bytes how large the dump is
   */
  record Request(boolean endSessions, long bytes) {}

  /** Puts what is restored in the place of the target, and tells what is left beside it. */
  RestoreRecord replace(String id, String target, Request request, Restore restore)
      throws IOException, InterruptedException {
    TargetState state = look(target, request.bytes());
    if (!state.fixed().isEmpty()) {
      throw BackupException.configuration(state.fixed());
    }
    refuseSessions(target, state, request);
    RestoreRecord swapping = null;
    RestoreRecord begun = record(id, target, Stage.RESTORING);
    environment.journal().put(begun);
    try {
      restore.into(begun.scratch());
      swapping = begun.at(Stage.SWAPPING, environment.clock().instant());
      environment.journal().put(swapping);
      return swap(swapping, state, request);
    } catch (IOException | InterruptedException | BackupException e) {
      takeBack(swapping == null ? begun : swapping);
      throw e;
    }
  }

  /** Leaves what is restored beside the target and tells its name. */
  String leave(String id, String target, Request request, Restore restore)
      throws IOException, InterruptedException {
    look(target, request.bytes());
    RestoreRecord begun = record(id, target, Stage.RESTORING);
    environment.journal().put(begun);
    try {
      restore.into(begun.scratch());
    } catch (IOException | InterruptedException | BackupException e) {
      takeBack(begun);
      throw e;
    }
    environment.journal().put(begun.at(Stage.TEST, environment.clock().instant()));
    return begun.scratch();
  }

  /** Restores beside the target, and drops that again however it ends. */
  void dropAfter(String id, String target, Request request, Restore restore)
      throws IOException, InterruptedException {
    look(target, request.bytes());
    RestoreRecord begun = record(id, target, Stage.RESTORING);
    environment.journal().put(begun);
    try {
      restore.into(begun.scratch());
    } finally {
      takeBack(begun);
    }
  }

  /** Brings back what was kept; true once it is. */
  boolean swapBack(RestoreRecord back, boolean endSessions)
      throws IOException, InterruptedException {
    var request = new Request(endSessions, 0);
    TargetState state = look(back.target(), 0);
    refuseSessions(back.target(), state, request);
    environment.journal().put(back);
    try {
      swap(back, state, request);
      return true;
    } catch (IOException | InterruptedException | BackupException e) {
      takeBack(back);
      throw e;
    }
  }

  private RestoreRecord swap(RestoreRecord swapping, TargetState state, Request request)
      throws IOException, InterruptedException {
    steps.step(
        "swap",
        () -> {
          engine.swap(instance.config(), swapping.swap(request.endSessions()), host);
          return true;
        });
    if (!state.exists()) {
      environment.journal().remove(swapping);
      return swapping;
    }
    RestoreRecord kept = swapping.at(Stage.KEPT, environment.clock().instant());
    environment.journal().put(kept);
    return kept;
  }

  private TargetState look(String target, long bytes) throws IOException, InterruptedException {
    TargetState state = steps.step("look", () -> engine.look(instance.config(), target, host));
    if (state.free().isPresent() && state.free().getAsLong() < bytes) {
      throw BackupException.environment(
          "there are "
              + Sizes.text(state.free().getAsLong())
              + " free beside "
              + target
              + ", but the dump alone is "
              + Sizes.text(bytes)
              + "; make room, restore on another instance (--into), or into the target itself"
              + " (--mode fast)");
    }
    return state;
  }

  private static void refuseSessions(String target, TargetState state, Request request) {
    int count = state.sessions().size();
    if (count == 0 || request.endSessions()) {
      return;
    }
    throw BackupException.environment(
        target
            + " is in use: "
            + String.join("; ", state.sessions().subList(0, Math.min(NAMED, count)))
            + (count > NAMED ? " and " + (count - NAMED) + " more" : "")
            + "; let them end, or throw them out (--force)");
  }

  private RestoreRecord record(String id, String target, Stage stage) {
    return new RestoreRecord(
        id,
        instance.id(),
        target,
        engine.beside(instance.config(), target, "new", id),
        engine.beside(instance.config(), target, "old", id),
        stage,
        environment.clock().instant(),
        RestoreRecord.Owner.self());
  }

  /** The target is as it was, or the swap is whole; what cannot be settled now is so next time. */
  private void takeBack(RestoreRecord restore) {
    boolean interrupted = Thread.interrupted();
    try {
      if (restore.stage() != Stage.RESTORING
          && engine.recover(instance.config(), restore.swap(false), host)) {
        environment.journal().put(restore.at(Stage.KEPT, environment.clock().instant()));
        host.warn(
            restore.target()
                + " was replaced before the failure; what it was is kept, bring it back with"
                + " restore --undo "
                + restore.id());
        return;
      }
      if (restore.stage() != Stage.UNDOING) {
        engine.drop(instance.config(), restore.scratch(), host);
      }
      environment.journal().remove(restore);
    } catch (IOException | BackupException e) {
      host.warn(left(restore) + Failures.of("drop", e).getMessage());
    } catch (InterruptedException e) {
      interrupted = true;
      host.warn(left(restore) + "it was cancelled");
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String left(RestoreRecord restore) {
    return "what the restore left as "
        + restore.scratch()
        + " is put in order by the next run on "
        + restore.instance()
        + ": ";
  }
}
