package digital.vya.backup.api;

/** Whose move it is when something failed. A plugin uses the first three. */
public enum Reason {
  /** Settings or credentials are wrong; a human must change them. */
  CONFIGURATION,
  /** A server, a tool, a disk or a network is not as it must be. */
  ENVIRONMENT,
  /** A dump, an archive or a stored object is incomplete or damaged. */
  DATA,
  /** Another run works on the same instance. Given by the core. */
  LOCKED,
  /** The run was cancelled. Given by the core. */
  CANCELLED,
  /** A plugin or the core broke its promises: a defect to report. Given by the core. */
  BUG
}
