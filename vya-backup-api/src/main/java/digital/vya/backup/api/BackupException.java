package digital.vya.backup.api;

/**
 * A failure that a person can act on. The message is one line that says what failed, why, and what
 * to do: {@code pg_dump 15.4 cannot dump server 17.2; install postgresql-client-17 or set
 * tools_dir}. It holds no secret.
 */
public class BackupException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final Reason reason;
  private final boolean worthRetrying;

  /** A failure that would only happen again. */
  public BackupException(Reason reason, String message) {
    super(message);
    this.reason = reason;
    this.worthRetrying = false;
  }

  /** A failure that would only happen again, with what caused it. */
  public BackupException(Reason reason, String message, Throwable cause) {
    this(reason, message, cause, false);
  }

  private BackupException(Reason reason, String message, Throwable cause, boolean worthRetrying) {
    super(message, cause);
    this.reason = reason;
    this.worthRetrying = worthRetrying;
  }

  /** Wrong settings or credentials. */
  public static BackupException configuration(String message) {
    return new BackupException(Reason.CONFIGURATION, message);
  }

  /** A server, a tool, a disk or a network that is not as it must be. */
  public static BackupException environment(String message) {
    return new BackupException(Reason.ENVIRONMENT, message);
  }

  /** An incomplete or damaged dump, archive or object. */
  public static BackupException data(String message) {
    return new BackupException(Reason.DATA, message);
  }

  /**
   * A failure of the environment that may pass by itself, such as a refused connection or a
   * timeout: the core tries again, with growing pauses, from the beginning.
   */
  public static BackupException passing(String message, Throwable cause) {
    return new BackupException(Reason.ENVIRONMENT, message, cause, true);
  }

  /** Whose move it is. */
  public final Reason reason() {
    return reason;
  }

  /** Whether the same call may work a little later. */
  public final boolean worthRetrying() {
    return worthRetrying;
  }
}
