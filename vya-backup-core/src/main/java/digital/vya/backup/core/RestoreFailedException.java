package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.RestoreReport;

/** A restore that did not end as ordered, with the report of how far it came. */
public final class RestoreFailedException extends BackupException {

  private static final long serialVersionUID = 1;

  private final transient RestoreReport report;

  RestoreFailedException(RestoreReport report, BackupException cause) {
    super(cause.reason(), String.valueOf(cause.getMessage()), cause);
    this.report = report;
  }

  /** What was done before it failed, and why it did. */
  public RestoreReport report() {
    return report;
  }
}
