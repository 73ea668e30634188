package digital.vya.backup.sqlite;

import digital.vya.backup.api.BackupException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * Keeps every other program from reading and writing a database, which has neither a journal nor
 * anything in its {@code -wal} meanwhile.
 */
final class Hold {

  private static final int TRIES = 25;
  private static final int WAIT_MILLIS = 200;

  /** Holds nothing. */
  static final Hold NOTHING = new Hold(null);

  private final @Nullable SQLiteConnection connection;

  private Hold(@Nullable SQLiteConnection connection) {
    this.connection = connection;
  }

  /**
   * Waits for what others are doing, for 5 seconds at the most.
   *
   * @throws BackupException if another program reads or writes, or if it is no sound database
   */
  static Hold of(Path database) throws InterruptedException {
    for (int attempt = 1; true; attempt++) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while " + database + " was locked");
      }
      try {
        return new Hold(locked(database));
      } catch (SQLException e) {
        BackupException failure = SqliteFailure.of(database.toString(), e);
        if (!failure.worthRetrying() || attempt == TRIES) {
          throw failure;
        }
      }
    }
  }

  private static SQLiteConnection locked(Path database) throws SQLException {
    SQLiteConnection connection = Sqlite.openToWrite(database, WAIT_MILLIS);
    try {
      Sqlite.rows(connection, "PRAGMA locking_mode=EXCLUSIVE");
      // In this mode the lock outlives the transaction; nothing is written by it.
      Sqlite.execute(connection, "BEGIN EXCLUSIVE");
      Sqlite.execute(connection, "COMMIT");
      Sqlite.rows(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  void close() {
    if (connection == null) {
      return;
    }
    try {
      connection.close();
    } catch (SQLException e) {
      throw SqliteFailure.of("a database", e);
    }
  }
}
