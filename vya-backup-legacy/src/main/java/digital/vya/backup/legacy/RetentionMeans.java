package digital.vya.backup.legacy;

/** What the number of {@code retention_files} and its like is of: it was used as both. */
public enum RetentionMeans {
  /** So many backups of each database stay. */
  COUNT,
  /** The backups of so many days stay. */
  DAYS,
  /** Nobody has said: what either of them keeps stays. */
  EITHER
}
