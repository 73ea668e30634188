package digital.vya.backup.mysql;

import digital.vya.backup.api.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.Driver;

/** A private MySQL or MariaDB server for tests, with a data folder and a port of its own. */
public final class MysqlServer implements AutoCloseable {

  /** The name of the superuser. */
  public static final String USER = "root";

  /** The superuser's password; it tempts code that quotes. */
  public static final String PASSWORD = " p@ss #w'or\"d\\%s$HOME; ü日 ";

  private static final String HOST = "127.0.0.1";
  private static final Map<MysqlBinaries, MysqlServer> SHARED = new ConcurrentHashMap<>();

  private static final Map<MysqlBinaries, Path> INITIALIZED = new ConcurrentHashMap<>();

  private final MysqlBinaries binaries;
  private final Path folder;
  private final int port;
  private @Nullable Process process;

  private MysqlServer(MysqlBinaries binaries, Path folder, int port) {
    this.binaries = binaries;
    this.folder = folder;
    this.port = port;
  }

  /** The server of that name ({@code MARIADB_10_11}, {@code MARIADB_11_8}, {@code MYSQL_9}). */
  public static MysqlServer shared(String name) {
    return SHARED.computeIfAbsent(MysqlBinaries.valueOf(name), MysqlServer::start);
  }

  /** A server of that name for one test alone. */
  public static MysqlServer start(String name) {
    return start(MysqlBinaries.valueOf(name));
  }

  private static MysqlServer start(MysqlBinaries binaries) {
    try {
      var server = new MysqlServer(binaries, binaries.newFolder(), freePort());
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      binaries.copy(initialized(binaries), server.folder);
      server.boot();
      try (var connection = server.connect("");
          var statement = connection.createStatement()) {
        String password = Sql.literal(PASSWORD);
        statement.execute("ALTER USER root@localhost IDENTIFIED BY " + password);
      }
      return server;
    } catch (IOException | SQLException e) {
      throw new AssertionError(binaries + " does not start", e);
    }
  }

  /** To initialize a data folder takes seconds, to copy one does not. */
  private static Path initialized(MysqlBinaries binaries) {
    return INITIALIZED.computeIfAbsent(
        binaries,
        any -> {
          try {
            Path folder = binaries.newFolder();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> MysqlBinaries.delete(folder)));
            binaries.initialize(folder);
            return folder;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Starts it, also after {@link #kill}; returns when it takes connections. */
  public void boot(String... more) throws IOException {
    Process started = binaries.start(folder, port, more);
    process = started;
    long end = System.nanoTime() + 120_000_000_000L;
    while (System.nanoTime() < end) {
      try (var connection = connect("")) {
        return;
      } catch (SQLException e) {
        String said = String.valueOf(e.getMessage());
        if (said.contains("Access denied")) {
          return;
        }
        if (ended(started)) {
          throw new AssertionError(Files.readString(folder.resolve("log")), e);
        }
      }
    }
    throw new AssertionError(binaries + " took no connection within 120 s");
  }

  /** Waits a moment, or until it ended. */
  private static boolean ended(Process process) {
    try {
      return process.waitFor(50, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while a server starts", e);
    }
  }

  /** Ends it as a crash would. */
  public void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** Whether it is MySQL and not MariaDB. */
  public boolean isMysql() {
    return binaries.isMysql();
  }

  /** The folder with the client programs of its version. */
  public Path toolsDir() {
    return binaries.clients();
  }

  /** The folder with its data, as seen from outside. */
  public Path folder() {
    return folder;
  }

  /** Its unix socket, as seen from outside. */
  public Path socket() {
    return folder.resolve("s");
  }

  /** The settings to reach it as the superuser, with the client programs of its version. */
  public MysqlConfig config() {
    return config(USER, PASSWORD);
  }

  /** The settings to reach it as somebody. */
  public MysqlConfig config(String user, String password) {
    return MysqlConfig.of(HOST, port, user, new Secret(password)).withToolsDir(toolsDir());
  }

  private Connection connect(String password) throws SQLException {
    var settings = new Properties();
    settings.setProperty("user", USER);
    settings.setProperty("password", password);
    settings.setProperty("allowPublicKeyRetrieval", "true");
    return Driver.connect(
        Configuration.parse("jdbc:mariadb://" + HOST + ":" + port + "/", settings));
  }

  /** Runs statements in a database as the superuser; an empty name is no database. */
  public void sql(String database, String... statements) throws SQLException {
    try (var connection = connect(PASSWORD);
        var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      if (!database.isEmpty()) {
        statement.execute("USE " + Sql.identifier(database));
      }
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** All rows of an answer, the columns separated by a bar. */
  public List<String> rows(String query) throws SQLException {
    var rows = new ArrayList<String>();
    try (var connection = connect(PASSWORD);
        var statement = connection.createStatement();
        var result = statement.executeQuery(query)) {
      while (result.next()) {
        var row = new ArrayList<String>();
        for (int n = 1; n <= result.getMetaData().getColumnCount(); n++) {
          row.add(String.valueOf(result.getString(n)));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }

  /** What its own dump program writes, without comments, which hold the database's name. */
  public String dump(String database) throws IOException {
    Path options = Files.createTempFile("vya-my", ".cnf");
    try {
      Files.writeString(options, OptionFile.content(config(), flavour()));
      return dump(options, database);
    } finally {
      Files.delete(options);
    }
  }

  /** What its dump program writes when somebody calls it by hand. */
  public String handMade(String... arguments) throws IOException {
    Path options = Files.createTempFile("vya-my", ".cnf");
    Path result = Files.createTempFile("vya-my", ".sql");
    try {
      Files.writeString(options, OptionFile.content(config(), flavour()));
      var all = new ArrayList<>(List.of("--defaults-file=" + options, "--result-file=" + result));
      all.addAll(List.of(arguments));
      binaries.dump(all.toArray(String[]::new));
      return Files.readString(result);
    } finally {
      Files.delete(options);
      Files.delete(result);
    }
  }

  private String dump(Path options, String database) {
    return binaries.dump(
        "--defaults-file=" + options,
        "--skip-comments",
        "--single-transaction",
        "--routines",
        "--events",
        "--hex-blob",
        "--default-character-set=utf8mb4",
        "--ignore-table=" + database + "." + Notes.TABLE,
        "--",
        database);
  }

  private Flavour flavour() {
    return binaries.isMysql() ? Flavour.MYSQL : Flavour.MARIADB;
  }

  /** Ends it and removes its folder. */
  @Override
  public void close() {
    kill();
    MysqlBinaries.delete(folder);
  }
}
