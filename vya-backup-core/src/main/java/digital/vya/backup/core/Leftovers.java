package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.ScratchDatabases;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Consumer;

/** Puts in order what restores left beside their targets. */
final class Leftovers {

  private final Environment environment;
  private final RestoreJournal journal;

  Leftovers(Environment environment) {
    this.environment = environment;
    this.journal = environment.journal();
  }

  /**
   * Ends restores of an instance that were killed, and drops what is kept longer than it should be.
   * The caller holds the lock of the instance.
   *
   * @param told what was found and done
   */
  <C extends Record> void settle(Settings.Instance<C> instance, Consumer<String> told)
      throws InterruptedException {
    if (!(instance.driver() instanceof ScratchDatabases<C> engine)) {
      return;
    }
    try {
      for (RestoreRecord restore : journal.all()) {
        if (restore.instance().equals(instance.id())) {
          settle(instance, engine, restore, told);
        }
      }
    } catch (IOException | BackupException e) {
      told.accept("cannot look after earlier restores: " + Failures.of("journal", e).getMessage());
    }
  }

  private <C extends Record> void settle(
      Settings.Instance<C> instance,
      ScratchDatabases<C> engine,
      RestoreRecord restore,
      Consumer<String> told)
      throws InterruptedException {
    try (LocalHost host = environment.host()) {
      switch (restore.stage()) {
        case RESTORING, SWAPPING, UNDOING -> {
          if (!restore.owner().isAlive()) {
            ended(instance, engine, restore, told, host);
          }
        }
        case KEPT -> {
          if (isOver(restore)) {
            engine.drop(instance.config(), restore.kept(), host);
            journal.remove(restore);
          }
        }
        case TEST -> {
          // It was asked for, and stays until somebody takes it away.
        }
      }
    } catch (IOException | BackupException e) {
      told.accept(
          "what restore "
              + restore.id()
              + " left as "
              + restore.left()
              + " cannot be put in order: "
              + Failures.of("leftovers", e).getMessage());
    }
  }

  private <C extends Record> void ended(
      Settings.Instance<C> instance,
      ScratchDatabases<C> engine,
      RestoreRecord restore,
      Consumer<String> told,
      LocalHost host)
      throws IOException, InterruptedException {
    if (new SwapEnd<>(instance, engine, environment).settle(restore, host)) {
      told.accept(cutOff(restore) + " when it was proven, and is complete now");
    } else if (restore.stage() == RestoreRecord.Stage.UNDOING) {
      told.accept(cutOff(restore) + "; its target is as it was, and what is kept still is");
    } else {
      told.accept(cutOff(restore) + "; its scratch database is gone, its target as it was");
    }
  }

  private boolean isOver(RestoreRecord restore) {
    Instant until = restore.at().plus(environment.options().keepReplaced());
    return until.isBefore(environment.clock().instant());
  }

  private static String cutOff(RestoreRecord restore) {
    return "restore "
        + restore.id()
        + " of "
        + restore.instance()
        + "/"
        + restore.target()
        + " was cut off";
  }
}
