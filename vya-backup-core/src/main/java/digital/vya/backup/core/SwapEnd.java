package digital.vya.backup.core;

import digital.vya.backup.api.ScratchDatabases;
import digital.vya.backup.core.RestoreRecord.Stage;
import java.io.IOException;
import java.time.Clock;

/** Brings a restore that stopped somewhere to one of its ends, and the journal with it. */
final class SwapEnd<C extends Record> {

  private final Settings.Instance<C> instance;
  private final ScratchDatabases<C> engine;
  private final RestoreJournal journal;
  private final Clock clock;

  SwapEnd(Settings.Instance<C> instance, ScratchDatabases<C> engine, Environment environment) {
    this.instance = instance;
    this.engine = engine;
    this.journal = environment.journal();
    this.clock = environment.clock();
  }

  /** Whether the target is the restored one now; if not, it is as it was. */
  boolean settle(RestoreRecord restore, LocalHost host) throws IOException, InterruptedException {
    if (restore.isSwap() && engine.recover(instance.config(), restore.swap(false), host)) {
      completed(restore);
      return true;
    }
    if (restore.stage() != Stage.UNDOING) {
      // A swap whose scratch database is gone looks like one that has ended.
      RestoreRecord left = restore.at(Stage.RESTORING, clock.instant());
      journal.put(left);
      engine.drop(instance.config(), restore.scratch(), host);
    }
    journal.remove(restore);
    return false;
  }

  /** Notes a swap that is whole, and what can be brought back now. */
  void completed(RestoreRecord restore) throws IOException {
    if (restore.existed()) {
      journal.put(restore.at(Stage.KEPT, clock.instant()));
    } else {
      journal.remove(restore);
    }
    for (RestoreRecord other : journal.all()) {
      if (other.id().equals(restore.undoes())) {
        journal.remove(other);
      }
    }
  }
}
