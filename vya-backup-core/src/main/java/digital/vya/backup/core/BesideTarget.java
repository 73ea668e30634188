package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.ScratchDatabases;
import digital.vya.backup.api.TargetState;
import digital.vya.backup.core.RestoreRecord.Stage;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
  private final SwapEnd<C> end;

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
    this.end = new SwapEnd<>(instance, engine, environment);
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
   * @param stillWanted throws if nobody waits for the restore any more
   */
  record Request(boolean endSessions, long bytes, Runnable stillWanted) {}

  /**
   * Puts what is restored in the place of the target; the name of what it replaced, if anything.
   */
  Optional<String> replace(String id, String target, Request request, Restore restore)
      throws IOException, InterruptedException {
    TargetState state = look(target, request.bytes());
    if (!state.fixed().isEmpty()) {
      throw BackupException.configuration(state.fixed());
    }
    refuseSessions(target, state, request.endSessions());
    RestoreRecord step = record(id, target, state.exists());
    environment.journal().put(step);
    boolean done = false;
    try {
      restore.into(step.scratch());
      request.stillWanted().run();
      step = step.at(Stage.SWAPPING, environment.clock().instant());
      environment.journal().put(step);
      swap(step, request.endSessions());
      done = true;
    } finally {
      if (!done) {
        takeBack(step);
      }
    }
    return state.exists() ? Optional.of(step.kept()) : Optional.empty();
  }

  /** Leaves what is restored beside the target and tells its name. */
  String leave(String id, String target, Request request, Restore restore)
      throws IOException, InterruptedException {
    look(target, request.bytes());
    RestoreRecord begun = record(id, target, false);
    environment.journal().put(begun);
    boolean done = false;
    try {
      restore.into(begun.scratch());
      environment.journal().put(begun.at(Stage.TEST, environment.clock().instant()));
      done = true;
    } finally {
      if (!done) {
        takeBack(begun);
      }
    }
    return begun.scratch();
  }

  /** Restores beside the target, and drops that again however it ends. */
  void dropAfter(String id, String target, Request request, Restore restore)
      throws IOException, InterruptedException {
    look(target, request.bytes());
    RestoreRecord begun = record(id, target, false);
    environment.journal().put(begun);
    try {
      restore.into(begun.scratch());
    } finally {
      takeBack(begun);
    }
  }

  /** Brings back what a restore kept; the name of what it replaced in its turn, if anything. */
  Optional<String> swapBack(String id, RestoreRecord undone, Request request)
      throws IOException, InterruptedException {
    TargetState state = look(undone.target(), 0);
    refuseSessions(undone.target(), state, request.endSessions());
    if (!engine.look(instance.config(), undone.kept(), host).exists()) {
      throw BackupException.environment(
          undone.kept()
              + " is not there any more, so it cannot be brought back; restore --discard "
              + undone.id()
              + " forgets it");
    }
    var back =
        new RestoreRecord(
            id,
            undone.instance(),
            undone.target(),
            undone.kept(),
            engine.beside(instance.config(), undone.target(), "old", id),
            Stage.UNDOING,
            state.exists(),
            undone.id(),
            environment.clock().instant(),
            RestoreRecord.Owner.self());
    request.stillWanted().run();
    environment.journal().put(back);
    boolean done = false;
    try {
      swap(back, request.endSessions());
      done = true;
    } finally {
      if (!done) {
        takeBack(back);
      }
    }
    return state.exists() ? Optional.of(back.kept()) : Optional.empty();
  }

  private void swap(RestoreRecord step, boolean endSessions)
      throws IOException, InterruptedException {
    steps.step(
        "swap",
        () -> {
          engine.swap(instance.config(), step.swap(endSessions), host);
          return true;
        });
    end.completed(step);
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

  private static void refuseSessions(String target, TargetState state, boolean end) {
    int count = state.sessions().size();
    if (count == 0 || end) {
      return;
    }
    throw BackupException.environment(
        target
            + " is in use: "
            + String.join("; ", state.sessions().subList(0, Math.min(NAMED, count)))
            + (count > NAMED ? " and " + (count - NAMED) + " more" : "")
            + "; let them end, or throw them out (--force)");
  }

  private RestoreRecord record(String id, String target, boolean existed) {
    return new RestoreRecord(
        id,
        instance.id(),
        target,
        engine.beside(instance.config(), target, "new", id),
        engine.beside(instance.config(), target, "old", id),
        Stage.RESTORING,
        existed,
        "",
        environment.clock().instant(),
        RestoreRecord.Owner.self());
  }

  /** The target is as it was, or the swap is whole; what cannot be settled now is so next time. */
  private void takeBack(RestoreRecord restore) {
    boolean interrupted = Thread.interrupted();
    try {
      if (end.settle(restore, host)) {
        host.warn(
            restore.target()
                + " was replaced before the failure"
                + (restore.existed()
                    ? "; what it was is kept, bring it back with restore --undo " + restore.id()
                    : ""));
      }
    } catch (IOException | BackupException e) {
      leave(restore, Failures.of("drop", e).getMessage());
    } catch (InterruptedException e) {
      interrupted = true;
      leave(restore, "it was cancelled");
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void leave(RestoreRecord restore, @Nullable String why) {
    host.warn(left(restore) + why);
    try {
      // As far as it came, which may be further than was known when it was begun to be taken back.
      for (RestoreRecord known : environment.journal().all()) {
        if (known.id().equals(restore.id())) {
          environment.journal().put(known.ofNobody());
        }
      }
    } catch (IOException e) {
      host.warn("the journal of restores cannot be written: " + e.getMessage());
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
