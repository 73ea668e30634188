package digital.vya.backup.core;

import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.RestoreReport;
import java.util.ArrayList;
import java.util.List;

/** Tells channels and listeners how a restore ended. */
final class RestoreNews {

  private final Environment environment;

  RestoreNews(Environment environment) {
    this.environment = environment;
  }

  /** The report with what went wrong when it was told. */
  RestoreReport spread(RestoreReport report) {
    List<String> problems = new Notifications(environment).send(report);
    var warnings = new ArrayList<>(report.warnings());
    warnings.addAll(problems);
    var complete =
        new RestoreReport(
            report.restoreId(),
            report.server(),
            report.source(),
            report.backupId(),
            report.destination(),
            report.started(),
            report.finished(),
            report.rawBytes(),
            report.steps(),
            report.comparison(),
            report.failure(),
            report.omissions(),
            warnings);
    environment.tell(new BackupEvent.RestoreFinished(complete));
    return complete;
  }

  static RestoreReport.Failure failure(BackupException e) {
    return new RestoreReport.Failure(e.reason(), String.valueOf(e.getMessage()));
  }
}
