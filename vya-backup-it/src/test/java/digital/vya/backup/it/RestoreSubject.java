package digital.vya.backup.it;

import digital.vya.backup.mysql.MysqlServer;
import digital.vya.backup.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** A database that is restored, whatever its engine; it is called {@code shop}. */
sealed interface RestoreSubject extends AutoCloseable {

  String NAME = "shop";

  static RestoreSubject of(String engine, Path folder) throws Exception {
    return switch (engine) {
      case "PostgreSQL 15" -> new Postgres(PostgresServer.shared(15));
      case "PostgreSQL 18" -> new Postgres(PostgresServer.shared(18));
      case "MariaDB 10.11" -> new Mysql(MysqlServer.shared("MARIADB_10_11"));
      case "MySQL 9.7" -> new Mysql(MysqlServer.shared("MYSQL_9"));
      case "SQLite" -> new Sqlite(Files.createDirectory(folder.resolve("data")));
      default -> throw new IllegalArgumentException(engine);
    };
  }

  /** Its settings in a configuration. */
  String settings();

  /** The same for another account, where there are accounts. */
  default String settings(String user, String password) {
    throw new UnsupportedOperationException("there are no accounts");
  }

  /** Makes it: customers, their orders with a foreign key, a view. */
  void make() throws Exception;

  /** Makes something else of it. */
  void change() throws Exception;

  /** All it holds. */
  String content() throws Exception;

  /** What there is beside it, and itself. */
  List<String> names() throws Exception;

  /** What it is called in the configured place. */
  default String database() {
    return NAME;
  }

  /** Somebody who uses it, until closed. */
  AutoCloseable session() throws Exception;

  /** Whether a restore has put a table into a database that is not this one. */
  boolean isBeingRestored() throws Exception;

  /** Statements that every engine here takes. */
  static List<String> tables(int rows) {
    var orders = new StringBuilder("INSERT INTO orders VALUES (1, 1, 'first')");
    for (int row = 2; row <= rows; row++) {
      orders.append(
          ", (%d, %d, 'order ; DROP DATABASE shop; %d')".formatted(row, row % 7 + 1, row));
    }
    return List.of(
        "CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR(99))",
        "INSERT INTO customers VALUES (1,'a'),(2,'b'),(3,'ü'),(4,'d'),(5,'e'),(6,'f'),(7,'g')",
        "CREATE TABLE orders (id INT PRIMARY KEY, customer INT REFERENCES customers (id),"
            + " note VARCHAR(200))",
        orders.toString(),
        "CREATE VIEW rich AS SELECT name FROM customers WHERE id > 3");
  }

  /** What changes it. */
  static List<String> changes() {
    return List.of(
        "DELETE FROM orders WHERE id > 3",
        "UPDATE customers SET name = 'changed' WHERE id = 2",
        "CREATE TABLE later (id INT PRIMARY KEY)");
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  @Override
  void close() throws IOException;

  /** PostgreSQL. */
  record Postgres(PostgresServer server) implements RestoreSubject {

    @Override
    public String settings() {
      return settings(PostgresServer.USER, PostgresServer.PASSWORD);
    }

    @Override
    public String settings(String user, String password) {
      return """
      "dbms": "postgresql", "host": "127.0.0.1", "port": %d, "user": "%s",
      "password": "%s", "tools_dir": "%s", "include": ["shop"], "globals": false"""
          .formatted(server.port(), user, quoted(password), server.toolsDir());
    }

    @Override
    public Connection session() throws SQLException {
      return server.connect(NAME);
    }

    @Override
    public void make() throws SQLException {
      for (String name : names()) {
        if (name.startsWith(NAME)) {
          server.sql("postgres", "DROP DATABASE \"" + name + "\" WITH (FORCE)");
        }
      }
      server.sql("postgres", "CREATE DATABASE shop");
      server.sql(NAME, tables(20_000).toArray(String[]::new));
    }

    @Override
    public void change() throws SQLException {
      server.sql(NAME, changes().toArray(String[]::new));
    }

    @Override
    public String content() {
      return server.dump(NAME);
    }

    @Override
    public List<String> names() throws SQLException {
      return server.rows("postgres", "SELECT datname FROM pg_database ORDER BY 1");
    }

    @Override
    public boolean isBeingRestored() throws SQLException {
      return names().stream().anyMatch(name -> name.startsWith("shop_vya_new_"));
    }

    @Override
    public void close() {}
  }

  /** MySQL and MariaDB. */
  record Mysql(MysqlServer server) implements RestoreSubject {

    @Override
    public String settings() {
      return settings(MysqlServer.USER, MysqlServer.PASSWORD);
    }

    @Override
    public String settings(String user, String password) {
      return """
      "dbms": "%s", "host": "127.0.0.1", "port": %d, "user": "%s",
      "password": "%s", "tools_dir": "%s", "include": ["shop"], "globals": false"""
          .formatted(
              server.isMysql() ? "mysql" : "mariadb",
              server.port(),
              user,
              quoted(password),
              server.toolsDir());
    }

    @Override
    public Connection session() throws SQLException {
      var account = new Properties();
      account.setProperty("user", MysqlServer.USER);
      account.setProperty("password", MysqlServer.PASSWORD);
      account.setProperty("allowPublicKeyRetrieval", "true");
      return DriverManager.getConnection(
          "jdbc:mariadb://127.0.0.1:" + server.port() + "/" + NAME, account);
    }

    @Override
    public void make() throws SQLException {
      for (String name : names()) {
        if (name.startsWith(NAME)) {
          server.sql("mysql", "DROP DATABASE `" + name + "`");
        }
      }
      server.sql("mysql", "CREATE DATABASE shop");
      server.sql(NAME, tables(20_000).toArray(String[]::new));
      server.sql(
          NAME,
          "CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW SET NEW.note = UPPER(NEW.note)");
    }

    @Override
    public void change() throws SQLException {
      server.sql(NAME, changes().toArray(String[]::new));
    }

    @Override
    public String content() throws IOException {
      return server.dump(NAME);
    }

    @Override
    public List<String> names() throws SQLException {
      return server.rows("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA ORDER BY 1");
    }

    @Override
    public boolean isBeingRestored() throws SQLException {
      return names().stream().anyMatch(name -> name.startsWith("shop_vya_new_"));
    }

    @Override
    public void close() {}
  }

  /** SQLite. */
  record Sqlite(Path folder) implements RestoreSubject {

    @Override
    public String settings() {
      return "\"dbms\": \"sqlite\", \"path\": \"" + folder + "\"";
    }

    @Override
    public String database() {
      return "shop.db";
    }

    @Override
    public void make() throws Exception {
      sqlite(tables(20_000));
    }

    @Override
    public void change() throws Exception {
      sqlite(changes());
    }

    @Override
    public AutoCloseable session() throws IOException {
      Process process =
          new ProcessBuilder("sqlite3", folder.resolve(database()).toString()).start();
      process.outputWriter().append("SELECT 'open', max(id) FROM customers;\n").flush();
      process.inputReader().readLine();
      return () -> {
        process.destroyForcibly();
        process.waitFor();
      };
    }

    private void sqlite(List<String> statements) throws IOException, InterruptedException {
      Path script =
          Files.writeString(folder.resolve("script"), String.join(";\n", statements) + ";");
      Shell.run("sqlite3", "-bail", folder.resolve("shop.db").toString(), ".read " + script);
      Files.delete(script);
    }

    @Override
    public String content() throws Exception {
      return Shell.run("sqlite3", folder.resolve("shop.db").toString(), ".dump");
    }

    @Override
    public List<String> names() throws IOException {
      try (Stream<Path> files = Files.list(folder)) {
        return files.map(f -> f.getFileName().toString()).sorted().toList();
      }
    }

    @Override
    public boolean isBeingRestored() throws IOException {
      return names().stream().anyMatch(name -> name.contains("vya"));
    }

    @Override
    public void close() {}
  }
}
