package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.StorageSession;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Changes manifests while nobody else brings them to a storage or deletes them there: a manifest
 * that is written while its backup is deleted would come back without its artifact.
 */
final class LockedManifests {

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long PAUSE_MILLIS = 50;

  private final Environment environment;
  private final Duration patience;

  /** Where somebody was waited for in vain: a copy may take hours. */
  private final Set<String> busy = ConcurrentHashMap.newKeySet();

  LockedManifests(Environment environment) {
    this(environment, PATIENCE);
  }

  /**
   * Changes manifests.
   *
   * @param patience how long a cleanup or copy is waited for
   */
  LockedManifests(Environment environment, Duration patience) {
    this.environment = environment;
    this.patience = patience;
  }

  /**
   * Changes what a manifest says now; nothing where it was deleted meanwhile.
   *
   * @throws BackupException with reason LOCKED if a cleanup or a copy works on it all the time
   */
  void change(
      String destination, StorageSession session, Manifest known, UnaryOperator<Manifest> how)
      throws IOException, InterruptedException {
    try (RunLock lock = lock(known.source().instance(), destination)) {
      Catalog.change(session, known, how);
    }
  }

  private RunLock lock(String instance, String destination)
      throws IOException, InterruptedException {
    String where = instance + "\n" + destination;
    long begun = System.nanoTime();
    while (true) {
      try {
        RunLock lock = RunLock.there(environment, instance, destination);
        busy.remove(where);
        return lock;
      } catch (BackupException e) {
        if (e.reason() != Reason.LOCKED
            || busy.contains(where)
            || System.nanoTime() - begun >= patience.toNanos()) {
          busy.add(where);
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }
}
