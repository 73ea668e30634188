package digital.vya.backup.it.embedding;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import digital.vya.backup.core.BackupSelection;
import digital.vya.backup.core.VyaBackup;
import java.time.LocalTime;
import java.time.ZoneId;
import javax.sql.DataSource;

// docs: begin
final class DbSchedulerBackup {

  private DbSchedulerBackup() {}

  /** Of all replicas that share the database, one runs each backup. */
  static Scheduler scheduler(DataSource database, VyaBackup backups) {
    RecurringTask<Void> nightly =
        Tasks.recurring(
                "nightly-backup",
                Schedules.daily(ZoneId.of("America/Sao_Paulo"), LocalTime.of(0, 30)))
            .execute((instance, context) -> backups.backup(BackupSelection.all()));
    return Scheduler.create(database).startTasks(nightly).threads(1).build();
  }
}
// docs: end
