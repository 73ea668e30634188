package digital.vya.backup.sqlite;

import digital.vya.backup.api.BackupException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteJDBCLoader;

/** What is asked of SQLite itself. Every failure is told as a {@link BackupException}. */
final class Sqlite {

  /** Makes SQLite neither lock a file nor look for a journal: for files nobody else knows. */
  private static final String PRIVATE = "?immutable=1";

  /** How long another program may keep a database locked before that is a failure. */
  private static final int BUSY_MILLIS = 5_000;

  private static final int PAUSE_MILLIS = 50;
  private static final int ALL_PAGES = -1;
  private static final int STEPS_BETWEEN_LOOKS = 100_000;

  /** Findings about what an application wrote into a sound file. */
  private static final Pattern ABOUT_CONTENT =
      Pattern.compile("(CHECK constraint failed|NULL value|[A-Za-z-]+ value) in .*");

  private Sqlite() {}

  /** The version of SQLite, once it is certain that it works here. */
  static String version() {
    try (var connection = open("file::memory:")) {
      return rows(connection, "SELECT sqlite_version()").get(0);
    } catch (SQLException e) {
      throw SqliteFailure.of("SQLite", e);
    }
  }

  static String driverVersion() {
    return "sqlite-jdbc " + SQLiteJDBCLoader.getVersion();
  }

  /**
   * Whether SQLite takes a file for a database; one that is damaged or locked is one too. Only
   * SQLite may open the files of others: on closing a file of its own, Java would release the locks
   * that SQLite holds on it in the same process.
   */
  static boolean isDatabase(Path file) {
    try (var connection = open(uri(file))) {
      return !rows(connection, "PRAGMA schema_version").isEmpty();
    } catch (SQLException e) {
      return e.getErrorCode() != SQLiteErrorCode.SQLITE_NOTADB.code;
    }
  }

  /** Makes sure that a database can be read. */
  static void reach(Path file) {
    try (var connection = open(uri(file))) {
      rows(connection, "PRAGMA schema_version");
    } catch (SQLException e) {
      throw SqliteFailure.of(file.toString(), e);
    }
  }

  /**
   * Copies a database that others may be using into a new file. The copy is of one moment although
   * others write meanwhile, and includes what is still in a {@code -wal}.
   */
  static void copyOut(Path database, Path copy) {
    require(copy(uri(database), uri(copy), database), database);
  }

  /** Replaces the content of a database that others may be using, in one transaction. */
  static void copyIn(Path copy, Path database) {
    int code = copy(uri(copy) + PRIVATE, uri(database), database);
    if (code == SQLiteErrorCode.SQLITE_READONLY.code) {
      // A database in WAL mode cannot change its page size.
      leaveWal(database);
      code = copy(uri(copy) + PRIVATE, uri(database), database);
    }
    require(code, database);
  }

  /**
   * Checks the structure of a file that nobody else uses. An interrupt of this thread ends it.
   *
   * @param what the file's name for people
   * @return findings that are no damage
   */
  static List<String> check(Path copy, String what) {
    var findings = new ArrayList<String>();
    try (var connection = openPrivate(copy)) {
      ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS, new UntilInterrupted());
      findings.addAll(rows(connection, "PRAGMA quick_check(20)"));
    } catch (SQLException e) {
      if (e.getErrorCode() != SQLiteErrorCode.SQLITE_ERROR.code) {
        throw SqliteFailure.of(what, e);
      }
      // Such as a collation that only the application knows.
      findings.add("its structure could not be checked: " + e.getMessage());
      return findings;
    }
    findings.remove("ok");
    for (String finding : findings) {
      if (!ABOUT_CONTENT.matcher(finding).matches()) {
        throw BackupException.data(
            what + " is damaged: " + finding.replace('\n', ' ') + "; " + SqliteFailure.MEND);
      }
    }
    return findings;
  }

  private static int copy(String from, String to, Path database) {
    try (var source = open(from)) {
      // For both directions: the driver's restore() asks the wrong connection for errors, and
      // reports success when the target is locked.
      return source
          .getDatabase()
          .backup("main", to, null, PAUSE_MILLIS, BUSY_MILLIS / PAUSE_MILLIS, ALL_PAGES);
    } catch (SQLException e) {
      throw SqliteFailure.of(database.toString(), e);
    }
  }

  private static void require(int code, Path database) {
    if (code != SQLiteErrorCode.SQLITE_OK.code) {
      String reason = SQLiteErrorCode.getErrorCode(code).message;
      throw SqliteFailure.of(database.toString(), new SQLException(reason, "", code));
    }
  }

  private static void leaveWal(Path database) {
    try (var connection = openToWrite(database, BUSY_MILLIS)) {
      rows(connection, "PRAGMA journal_mode=DELETE");
    } catch (SQLException e) {
      throw SqliteFailure.of(database.toString(), e);
    }
  }

  /** Opens a file that nobody else knows. */
  static SQLiteConnection openPrivate(Path file) throws SQLException {
    return open(uri(file) + PRIVATE);
  }

  static SQLiteConnection openToWrite(Path file, int waitMillis) throws SQLException {
    var config = new SQLiteConfig();
    config.setBusyTimeout(waitMillis);
    return open(config, uri(file));
  }

  static void execute(SQLiteConnection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static SQLiteConnection open(String uri) throws SQLException {
    var config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_MILLIS);
    return open(config, uri);
  }

  private static SQLiteConnection open(SQLiteConfig config, String uri) throws SQLException {
    return (SQLiteConnection) config.createConnection("jdbc:sqlite:" + uri);
  }

  static List<String> rows(SQLiteConnection connection, String query) throws SQLException {
    var rows = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var result = statement.executeQuery(query)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }

  /** With every special character escaped, so that a name holds no option. */
  private static String uri(Path file) {
    return file.toUri().toString();
  }

  private static final class UntilInterrupted extends ProgressHandler {
    @Override
    protected int progress() {
      return Thread.currentThread().isInterrupted() ? 1 : 0;
    }
  }
}
