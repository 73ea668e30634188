package digital.vya.backup.api;

/** How a restore treats its target. */
public enum RestoreMode {
  /** Into a scratch database, compared, and only then in the place of the target. */
  SAFE,
  /** Straight into the target. */
  FAST,
  /** Into a scratch database, which stays for a look. */
  TEST,
  /** What a safe restore replaced is brought back. */
  UNDO
}
