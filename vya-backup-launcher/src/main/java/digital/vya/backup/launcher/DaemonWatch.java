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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the storages, and for backups that should have come; one thread at a time. */
final class DaemonWatch implements Callable<Boolean> {

  private static final Logger LOG = LoggerFactory.getLogger(DaemonWatch.class);

  private final VyaBackup vya;
  private final Standby standby;
  private final DaemonState state;
  private Set<String> overdue = Set.of();
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
    var now = new TreeSet<String>();
    for (ServerStatus server : status.servers()) {
      for (DatabaseStatus database : server.databases()) {
        if (database.overdue(status.at())) {
          now.add(database.source().label());
          if (!overdue.contains(database.source().label())) {
            LOG.warn(
                "{} is overdue since {}",
                database.source().label(),
                database.overdueAt().map(Object::toString).orElse(""));
          }
        }
      }
    }
    overdue = now;
    List<String> problems = vya.watch().alert(status);
    if (!now.isEmpty() && !problems.equals(unsaid)) {
      problems.forEach(LOG::warn);
    }
    unsaid = problems;
  }
}
