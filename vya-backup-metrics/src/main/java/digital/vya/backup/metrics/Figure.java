package digital.vya.backup.metrics;

import io.prometheus.client.Collector;
import java.util.List;

/** Every metric there is. Names and labels are what dashboards are built on: they do not change. */
enum Figure {
  ATTEMPTS(
      "vya_backup_total",
      Collector.Type.COUNTER,
      Of.DATABASE,
      "Attempts to back a database up, by outcome: complete, partial or failed.",
      "outcome"),
  ERRORS(
      "vya_backup_errors_total",
      Collector.Type.COUNTER,
      Of.DATABASE,
      "Attempts to back a database up that were not complete."),
  DURATION("vya_backup_duration_seconds", Of.DATABASE, "How long the last complete backup took."),
  SIZE("vya_backup_size_bytes", Of.DATABASE, "Stored size of the last complete backup."),
  RAW_SIZE(
      "vya_backup_raw_size_bytes",
      Of.DATABASE,
      "Size of the dump of the last complete backup before compression."),
  TABLES("vya_backup_tables", Of.DATABASE, "Tables in the last complete backup."),
  ROWS("vya_backup_rows", Of.DATABASE, "Rows in all tables of the last complete backup."),
  LAST_SUCCESS(
      "vya_backup_last_success_timestamp_seconds",
      Of.DATABASE,
      "When the last complete backup began."),
  LAST_ATTEMPT(
      "vya_backup_last_attempt_timestamp_seconds", Of.DATABASE, "When the last attempt began."),
  LAST_OUTCOME(
      "vya_backup_last_outcome",
      Of.DATABASE,
      "How the last attempt ended: 0 complete, 1 partial, 2 failed."),
  EVIDENCE(
      "vya_backup_evidence_level",
      Of.DATABASE,
      "How far the last complete backup is proven: 0 stored, 1 read back, 2 decoded, 3 restored,"
          + " 4 matched."),
  VERIFIED(
      "vya_backup_verified_timestamp_seconds",
      Of.DATABASE,
      "When the last complete backup was last proven."),
  RECOVERY(
      "vya_backup_recovery_seconds",
      Of.DATABASE,
      "How long it took to restore the last complete backup, when that was last tried."),
  NEXT_DUE("vya_backup_next_due_timestamp_seconds", Of.DATABASE, "When the next backup is due."),
  OVERDUE_AT(
      "vya_backup_overdue_timestamp_seconds",
      Of.DATABASE,
      "From when on the next backup is missed."),
  OVERDUE("vya_backup_overdue", Of.DATABASE, "Whether a backup that was due did not come."),
  SHRUNK(
      "vya_backup_shrunk", Of.DATABASE, "Whether the last complete backup is suspiciously small."),
  DAMAGED(
      "vya_backup_damaged",
      Of.DATABASE,
      "Stored backups that can no longer be read as they were written."),
  KEPT("vya_backup_kept", Of.COPY, "Backups that are kept in a destination."),
  FREED(
      "vya_backup_cleanup_freed_bytes",
      Of.COPY,
      "Bytes that the last cleanup freed in a destination."),
  RESTORES(
      "vya_restore_total",
      Collector.Type.COUNTER,
      Of.DATABASE,
      "Restores of a database, by outcome: complete or failed.",
      "outcome"),
  RESTORE_DURATION(
      "vya_restore_duration_seconds",
      Of.DATABASE,
      "How long the last restore took that ended well."),
  FREE("vya_storage_free_bytes", Of.DESTINATION, "Bytes that still fit into a destination."),
  NOTIFIER_FAILURES(
      "vya_backup_notifier_failures_total",
      Collector.Type.COUNTER,
      Of.SERVER,
      "How often somebody could not be told."),
  STATUS("vya_backup_status_timestamp_seconds", Of.SERVER, "When these figures were put together.");

  private final String metric;
  private final Collector.Type type;
  private final Of of;
  private final String help;
  private final String more;

  Figure(String metric, Of of, String help) {
    this(metric, Collector.Type.GAUGE, of, help);
  }

  Figure(String metric, Collector.Type type, Of of, String help) {
    this(metric, type, of, help, "");
  }

  Figure(String metric, Collector.Type type, Of of, String help, String more) {
    this.metric = metric;
    this.type = type;
    this.of = of;
    this.help = help;
    this.more = more;
  }

  /** What a figure is about, which says what labels it has first. */
  enum Of {
    SERVER("server"),
    DATABASE("server instance dbms database"),
    DESTINATION("server destination"),
    COPY("server instance dbms database destination");

    private final String labels;

    Of(String labels) {
      this.labels = labels;
    }
  }

  String metric() {
    return metric;
  }

  Collector.Type type() {
    return type;
  }

  String help() {
    return help;
  }

  /** The names of its labels, in the order of their values. */
  List<String> labels() {
    return List.of((of.labels + " " + more).strip().split(" ", -1));
  }
}
