package digital.vya.backup.it.embedding;

import digital.vya.backup.api.BackupReport;
import digital.vya.backup.core.BackupSelection;
import digital.vya.backup.core.VyaBackup;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.InterruptableJob;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.SchedulerException;

// docs: begin
@DisallowConcurrentExecution // with a clustered job store: one run in the whole cluster
public final class QuartzBackup implements InterruptableJob {

  private volatile @Nullable Thread worker;

  @Override
  public void execute(JobExecutionContext context) throws JobExecutionException {
    worker = Thread.currentThread();
    try {
      Object backups = context.getScheduler().getContext().get("backups");
      BackupReport report =
          ((VyaBackup) Objects.requireNonNull(backups)).backup(BackupSelection.all());
      context.setResult(report);
    } catch (SchedulerException e) {
      throw new JobExecutionException(e);
    } finally {
      worker = null;
    }
  }

  @Override
  public void interrupt() {
    Thread running = worker;
    if (running != null) {
      running.interrupt(); // the run ends within seconds and leaves nothing that looks complete
    }
  }
}
// docs: end
