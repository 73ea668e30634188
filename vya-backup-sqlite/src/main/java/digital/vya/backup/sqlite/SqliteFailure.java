package digital.vya.backup.sqlite;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.sql.SQLException;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteErrorCode;

/** What SQLite's error codes mean for the one who has to act. */
final class SqliteFailure {

  /** What to do about a damaged database. */
  static final String MEND = "repair it with sqlite3's .recover, or restore it from a backup";

  private SqliteFailure() {}

  /**
   * The failure of something done with a database.
   *
   * @param what the database's name for people
   */
  static BackupException of(String what, SQLException cause) {
    if (cause.getCause() instanceof NativeLibraryNotFoundException) {
      return new BackupException(
          Reason.ENVIRONMENT,
          "SQLite's native library cannot be loaded from "
              + System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir"))
              + "; name a folder that is writable and not mounted noexec with"
              + " -Dorg.sqlite.tmpdir=FOLDER",
          cause);
    }
    var code = SQLiteErrorCode.getErrorCode(cause.getErrorCode() & 0xff);
    String said = what + ": " + cause.getMessage();
    return switch (code) {
      case SQLITE_BUSY, SQLITE_LOCKED ->
          BackupException.passing(
              what + " is locked by another program; try again when that is done", cause);
      case SQLITE_CORRUPT -> data(what + " is damaged: " + cause.getMessage() + "; " + MEND, cause);
      case SQLITE_NOTADB ->
          data(what + " is not a SQLite database, or is encrypted; correct the path", cause);
      case SQLITE_FULL -> environment(said + "; make room on the disk", cause);
      case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH, SQLITE_READONLY ->
          environment(
              said
                  + "; let the backup run as the owner of the file, who may also write in its"
                  + " folder",
              cause);
      default -> environment(said + "; check the disk and the system's log", cause);
    };
  }

  private static BackupException data(String message, SQLException cause) {
    return new BackupException(Reason.DATA, message, cause);
  }

  private static BackupException environment(String message, SQLException cause) {
    return new BackupException(Reason.ENVIRONMENT, message, cause);
  }
}
