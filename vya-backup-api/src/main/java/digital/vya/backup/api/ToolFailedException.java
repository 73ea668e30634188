package digital.vya.backup.api;

/** An external program ended with another code than 0. */
public final class ToolFailedException extends BackupException {

  private static final long serialVersionUID = 1;

  private final int exitCode;
  private final String stderr;

  /**
   * Says which tool failed and what it said last.
   *
   * @param tool the program's name, without arguments
   * @param exitCode what it exited with; 128 + n for a program that was killed by signal n
   * @param stderr the last lines of its standard error, with secrets masked; may be empty
   */
  public ToolFailedException(String tool, int exitCode, String stderr) {
    super(Reason.ENVIRONMENT, message(tool, exitCode, stderr));
    this.exitCode = exitCode;
    this.stderr = stderr;
  }

  /** What the program exited with. */
  public int exitCode() {
    return exitCode;
  }

  /** The last lines of the program's standard error, with secrets masked. */
  public String stderr() {
    return stderr;
  }

  private static String message(String tool, int exitCode, String stderr) {
    String end =
        exitCode > 128 && exitCode < 160
            ? " was killed by signal " + (exitCode - 128)
            : " ended with exit code " + exitCode;
    return tool + end + (stderr.isBlank() ? "; it said nothing" : "; it said: " + stderr.strip());
  }
}
