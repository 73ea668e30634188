package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Who uses a database, as far as the connected account may see. */
final class Sessions {

  private static final int NO_SUCH_THREAD = 1094;

  private static final String COLUMNS =
      "SELECT p.ID, CONCAT('connection ', p.ID, ' of ', p.USER, '@', p.HOST, ', ', p.COMMAND, ' for"
          + " ', p.TIME, ' s') FROM information_schema.PROCESSLIST p WHERE p.ID <> CONNECTION_ID()"
          + " AND p.COMMAND NOT IN ('Daemon', 'Binlog Dump', 'Binlog Dump GTID')";

  /** Who holds a lock on a table of it, under whatever database; not every server tells. */
  private static final String MYSQL =
      " AND p.ID IN (SELECT t.PROCESSLIST_ID FROM performance_schema.metadata_locks m JOIN"
          + " performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID WHERE"
          + " m.OBJECT_SCHEMA = ? AND m.OBJECT_TYPE = 'TABLE')";

  private static final String MARIADB =
      " AND p.ID IN (SELECT m.THREAD_ID FROM information_schema.METADATA_LOCK_INFO m WHERE"
          + " m.TABLE_SCHEMA = ?)";

  private final Server server;
  private final String database;

  Sessions(Server server, String database) {
    this.server = server;
    this.database = database;
  }

  /** A line for each, without what it runs. */
  List<String> lines() {
    return List.copyOf(all().values());
  }

  private Map<Long, String> all() {
    var all = new TreeMap<>(ask(COLUMNS + " AND p.DB = ?"));
    try {
      boolean mysql = server.version().flavour() == Flavour.MYSQL;
      all.putAll(ask(COLUMNS + (mysql ? MYSQL : MARIADB)));
    } catch (BackupException e) {
      // What is asked for is not installed, or not for everybody's eyes.
      return all;
    }
    return all;
  }

  private Map<Long, String> ask(String query) {
    return server.with(
        connection -> {
          try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, database);
            return read(statement.executeQuery());
          }
        });
  }

  private static Map<Long, String> read(ResultSet rows) throws SQLException {
    var sessions = new TreeMap<Long, String>();
    while (rows.next()) {
      sessions.put(rows.getLong(1), rows.getString(2));
    }
    return sessions;
  }

  /** Ends them all. */
  void end() {
    for (var session : all().entrySet()) {
      server.with(
          connection -> {
            try (var statement = connection.createStatement()) {
              return statement.execute("KILL " + session.getKey());
            } catch (SQLException e) {
              if (e.getErrorCode() == NO_SUCH_THREAD) {
                return false;
              }
              throw e;
            }
          });
    }
  }
}
