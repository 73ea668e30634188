package digital.vya.backup.launcher;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.core.CheckResult;
import digital.vya.backup.core.DatabaseStatus;
import digital.vya.backup.core.ServerStatus;
import digital.vya.backup.core.Standby;
import digital.vya.backup.core.Status;
import digital.vya.backup.core.VyaBackup;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the storages, and for backups that should have come; one thread at a time. */
final class DaemonWatch implements Callable<Boolean> {

  private static final Logger LOG = LoggerFactory.getLogger(DaemonWatch.class);

  /** After so many looks those are told again who could not be told; others may hear it twice. */
  private static final int PATIENCE = 12;

  private final VyaBackup vya;
  private final Standby standby;
  private final DaemonState state;
  // Remembered here as well: where nothing can be written each look would tell the same again.
  private Map<String, String> overdue = Map.of();
  private long looks;
  private List<String> unsaid = List.of();

  DaemonWatch(VyaBackup vya, Standby standby, DaemonState state) {
    this.vya = vya;
    this.standby = standby;
    this.state = state;
  }

  @Override
  public synchronized Boolean call() throws InterruptedException {
    try {
      storages();
      overdue();
    } catch (BackupException e) {
      // Whoever decides what is due meets the same, and tells it.
      LOG.debug("cannot look for what is overdue", e);
    }
    return true;
  }

  private void storages() throws InterruptedException {
    Map<String, Boolean> before = state.view().storages();
    var reached = new TreeMap<String, Boolean>();
    for (CheckResult result : standby.storages()) {
      boolean ok = result.failure().isEmpty();
      reached.put(result.id(), ok);
      if (ok != before.getOrDefault(result.id(), true)) {
        LOG.warn(
            "storage {} is {}",
            result.id(),
            result.failure().map(f -> "not reached: " + f.message()).orElse("reached again"));
      }
    }
    state.storages(reached);
  }

  private void overdue() throws InterruptedException {
    Status status = standby.remembered();
    var now = new TreeMap<String, String>();
    for (ServerStatus server : status.servers()) {
      for (DatabaseStatus database : server.databases()) {
        if (database.overdue(status.at())) {
          String since = database.overdueAt().map(Object::toString).orElse("");
          now.put(database.source().label(), since);
        }
      }
    }
    now.forEach(
        (label, since) -> {
          if (!since.equals(overdue.get(label))) {
            LOG.warn("{} is overdue since {}", label, since);
          }
        });
    boolean same = looks > 0 && now.equals(overdue);
    boolean again = !unsaid.isEmpty() && looks % PATIENCE == 0;
    overdue = now;
    looks++;
    if (!same || again) {
      List<String> before = unsaid;
      unsaid = List.of();
      unsaid = now.isEmpty() ? quietly(status) : vya.watch().alert(status);
      if (!unsaid.equals(before)) {
        unsaid.forEach(LOG::warn);
      }
    }
  }

  /** Nothing is overdue, which is remembered; that nobody could be told does not matter. */
  private List<String> quietly(Status status) throws InterruptedException {
    vya.watch().alert(status);
    return List.of();
  }
}
