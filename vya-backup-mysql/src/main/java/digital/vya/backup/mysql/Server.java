package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.mysql.MysqlConfig.Tls;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.Driver;

/** A connection to a server, for questions and for what no dump does. */
final class Server implements AutoCloseable {

  private static final Set<String> OWN =
      Set.of("information_schema", "mysql", "performance_schema", "sys");

  private final Troubles troubles;
  private final Connection connection;

  private Server(Troubles troubles, Connection connection) {
    this.troubles = troubles;
    this.connection = connection;
  }

  static Server connect(MysqlConfig config) {
    var troubles = new Troubles(config);
    try {
      var connection = open(config);
      prepare(connection);
      return new Server(troubles, connection);
    } catch (SQLException e) {
      throw troubles.of(e);
    }
  }

  /** What the server's own settings make of quotes and backslashes must not matter to us. */
  private static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION sql_mode = '', SESSION sql_quote_show_create = 1");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static Connection open(MysqlConfig config) throws SQLException {
    if (config.tls() != Tls.PREFERRED) {
      return Driver.connect(settings(config, sslMode(config.tls())));
    }
    try {
      return Driver.connect(settings(config, "trust"));
    } catch (SQLException e) {
      if (String.valueOf(e.getMessage()).contains("ssl not enabled in the server")) {
        return Driver.connect(settings(config, "disable"));
      }
      throw e;
    }
  }

  private static String sslMode(Tls tls) {
    return switch (tls) {
      case DISABLED -> "disable";
      case PREFERRED, REQUIRED -> "trust";
      case VERIFY_CA -> "verify-ca";
      case VERIFY_IDENTITY -> "verify-full";
    };
  }

  private static Configuration settings(MysqlConfig config, String sslMode) throws SQLException {
    if (!config.host().matches("[^()/?&,\\s]+")) {
      throw BackupException.configuration("host " + config.host() + " is not a name or an address");
    }
    var settings = new Properties();
    settings.setProperty("user", config.user());
    settings.setProperty(
        "connectTimeout", Long.toString(Math.max(1000, config.connectTimeout().toMillis())));
    settings.setProperty("sslMode", sslMode);
    settings.setProperty("allowLocalInfile", "false");
    // Whoever is between us and the server could hand out a key of their own.
    settings.setProperty("allowPublicKeyRetrieval", Boolean.toString(config.isLocal()));
    PersonalOptions.password(config)
        .ifPresent(password -> settings.setProperty("password", password.reveal()));
    if (config.socket() != null) {
      settings.setProperty("localSocket", config.socket().toString());
    }
    if (config.tlsRootCert() != null && config.tls().compareTo(Tls.VERIFY_CA) >= 0) {
      settings.setProperty("serverSslCert", config.tlsRootCert().toString());
    }
    return Configuration.parse(
        "jdbc:mariadb://address=(host=" + config.host() + ")(port=" + config.port() + ")/",
        settings);
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
    return Version.ofText(text("SELECT VERSION()"));
  }

  List<String> databases() {
    List<String> names =
        texts("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA").stream()
            .filter(name -> !isOwn(name))
            .toList();
    return names.stream().sorted().toList();
  }

  static boolean isOwn(String database) {
    return OWN.contains(database.toLowerCase(Locale.ROOT));
  }

  boolean exists(String database) {
    return !texts(
            "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?", database)
        .isEmpty();
  }

  boolean holdsAnything(String database) {
    String any =
        "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?"
            + " UNION ALL SELECT 1 FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ?"
            + " UNION ALL SELECT 1 FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ?"
            + " LIMIT 1";
    return !texts(any, database, database, database).isEmpty();
  }

  /** The names of all tables, views and sequences. */
  List<String> tables(String database) {
    return texts(
        "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?", database);
  }

  /** With their engines, such as {@code hits (MyISAM)}. */
  List<String> tablesWithoutTransactions(String database) {
    return texts(
        "SELECT CONCAT(t.TABLE_NAME, ' (', t.ENGINE, ')') FROM information_schema.TABLES t"
            + " JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE"
            + " WHERE t.TABLE_SCHEMA = ? AND e.TRANSACTIONS <> 'YES'"
            + " AND t.TABLE_TYPE <> 'SEQUENCE' ORDER BY t.TABLE_NAME",
        database);
  }

  /** The names of all collations that a statement can use, in lower case. */
  Set<String> collations() {
    var names = new TreeSet<>(texts("SELECT COLLATION_NAME FROM information_schema.COLLATIONS"));
    Version version = version();
    if (version.flavour() == Flavour.MARIADB
        && version.number() >= new Version(Flavour.MARIADB, 10, 10, 1).number()) {
      // The others list only what they share between character sets, such as uca1400_ai_ci.
      names.addAll(
          texts(
              "SELECT FULL_COLLATION_NAME"
                  + " FROM information_schema.COLLATION_CHARACTER_SET_APPLICABILITY"));
    }
    return names.stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** All accounts as {@code user@host}; a MariaDB role is without a host. */
  Set<String> accounts() {
    return Set.copyOf(texts("SELECT CONCAT(User, '@', Host) FROM mysql.user"));
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

  /** The second column of the only row, which SHOW CREATE gives a statement in. */
  String secondColumn(String query) {
    return with(
        c -> {
          try (Statement statement = c.createStatement();
              ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(2) : "";
          }
        });
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

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // Nothing is at stake any more: every statement stands for itself.
    }
  }
}
