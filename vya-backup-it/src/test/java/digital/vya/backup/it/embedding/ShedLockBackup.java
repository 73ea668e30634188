package digital.vya.backup.it.embedding;

import digital.vya.backup.api.BackupReport;
import digital.vya.backup.core.BackupSelection;
import digital.vya.backup.core.VyaBackup;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.javacrumbs.shedlock.core.DefaultLockingTaskExecutor;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.LockingTaskExecutor;

// docs: begin
final class ShedLockBackup {

  private final LockingTaskExecutor executor;
  private final VyaBackup backups;

  ShedLockBackup(LockProvider locks, VyaBackup backups) {
    this.executor = new DefaultLockingTaskExecutor(locks);
    this.backups = backups;
  }

  /** Backs up unless another replica does, or did within the last half hour. */
  Optional<BackupReport> run() throws Throwable {
    var lock =
        new LockConfiguration(
            Instant.now(), "nightly-backup", Duration.ofHours(6), Duration.ofMinutes(30));
    return Optional.ofNullable(
        executor.executeWithLock(() -> backups.backup(BackupSelection.all()), lock).getResult());
  }
}
// docs: end
