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
    RestoreReport shown = environment.masking().of(report);
    environment.figures().restored(shown);
    List<String> problems = new Notifications(environment).send(shown);
    var warnings = new ArrayList<>(shown.warnings());
    warnings.addAll(problems);
    warnings.addAll(new Metrics(environment).afterOther());
    var complete =
        new RestoreReport(
            shown.restoreId(),
            shown.server(),
            shown.source(),
            shown.backupId(),
            shown.destination(),
            shown.started(),
            shown.finished(),
            shown.rawBytes(),
            shown.steps(),
            shown.comparison(),
            shown.failure(),
            shown.omissions(),
            warnings);
    RestoreReport told = environment.masking().of(complete);
    environment.tell(new BackupEvent.RestoreFinished(told));
    return told;
  }

  static RestoreReport.Failure failure(BackupException e) {
    return new RestoreReport.Failure(e.reason(), String.valueOf(e.getMessage()));
  }
}
