package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.postgresql.ds.PGSimpleDataSource;

/** A connection to one database of a server, for questions and for what no dump does. */
final class Server implements AutoCloseable {

  private static final String LIST =
      "SELECT datname FROM pg_database"
          + " WHERE datallowconn AND NOT datistemplate AND datname <> 'postgres'";

  private static final String HOLDS_ANYTHING =
      "SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_')"
          + " OR EXISTS (SELECT FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
          + " WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_')"
          + " OR EXISTS (SELECT FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace"
          + " WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_')"
          + " OR EXISTS (SELECT FROM pg_namespace WHERE nspname !~ '^pg_'"
          + " AND nspname NOT IN ('information_schema', 'public'))"
          + " OR EXISTS (SELECT FROM pg_largeobject_metadata)";

  private final Troubles troubles;
  private final Connection connection;

  private Server(Troubles troubles, Connection connection) {
    this.troubles = troubles;
    this.connection = connection;
  }

  static Server connect(PostgresConfig config) {
    return connect(config, config.maintenanceDatabase());
  }

  static Server connect(PostgresConfig config, String database) {
    var source = new PGSimpleDataSource();
    new Route(config).apply(source);
    source.setDatabaseName(database);
    source.setUser(config.user());
    if (config.password() != null) {
      source.setPassword(config.password().reveal());
    }
    int seconds = (int) Math.max(1, config.connectTimeout().toSeconds());
    source.setConnectTimeout(seconds);
    source.setLoginTimeout(seconds);
    source.setApplicationName("vya-backup");
    var troubles = new Troubles(config);
    try {
      return new Server(troubles, source.getConnection());
    } catch (SQLException e) {
      throw troubles.of(e);
    }
  }

  /** Something to ask or do; what goes wrong is explained. */
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  <T> T with(Work<T> work) {
    try {
      return work.on(connection);
    } catch (SQLException e) {
      throw troubles.of(e);
    }
  }

  Version version() {
    return Version.ofNumber(Integer.parseInt(text("SHOW server_version_num")));
  }

  List<String> databases() {
    List<String> names = texts(LIST);
    names.removeIf(Beside::is);
    names.sort(null);
    return names;
  }

  boolean exists(String database) {
    return !texts("SELECT datname FROM pg_database WHERE datname = ?", database).isEmpty();
  }

  boolean hasRole(String role) {
    return !texts("SELECT rolname FROM pg_roles WHERE rolname = ?", role).isEmpty();
  }

  boolean hasTablespace(String name) {
    return !texts("SELECT spcname FROM pg_tablespace WHERE spcname = ?", name).isEmpty();
  }

  /** Whether whoever is connected may create databases. */
  boolean mayCreate() {
    return text("SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user")
        .equals("t");
  }

  boolean isSuperuser() {
    return text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").equals("t");
  }

  boolean holdsAnything() {
    return text(HOLDS_ANYTHING).equals("t");
  }

  String text(String query, String... parameters) {
    List<String> rows = texts(query, parameters);
    if (rows.isEmpty()) {
      throw BackupException.environment("the server gave no answer to: " + query);
    }
    return rows.get(0);
  }

  /** The first column of every row; null becomes an empty text. */
  List<String> texts(String query, String... parameters) {
    return with(
        c -> {
          try (PreparedStatement statement = c.prepareStatement(query)) {
            for (int n = 0; n < parameters.length; n++) {
              statement.setString(n + 1, parameters[n]);
            }
            return firstColumn(statement.executeQuery());
          }
        });
  }

  private static List<String> firstColumn(ResultSet rows) throws SQLException {
    var texts = new ArrayList<String>();
    while (rows.next()) {
      String text = rows.getString(1);
      texts.add(text == null ? "" : text);
    }
    return texts;
  }

  void execute(String statement) {
    with(
        c -> {
          try (Statement sql = c.createStatement()) {
            sql.setEscapeProcessing(false);
            return sql.execute(statement);
          }
        });
  }

  /** Does all of it or nothing. */
  <T> T inTransaction(Supplier<T> work) {
    return with(
        c -> {
          c.setAutoCommit(false);
          try {
            T result = work.get();
            c.commit();
            return result;
          } finally {
            c.rollback();
            c.setAutoCommit(true);
          }
        });
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // Nothing is at stake any more: what was to be committed was.
    }
  }
}
