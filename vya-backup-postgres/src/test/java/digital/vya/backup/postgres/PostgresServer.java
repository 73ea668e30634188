package digital.vya.backup.postgres;

import digital.vya.backup.api.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A private PostgreSQL server for tests, with a data folder and a port of its own. Its binaries are
 * the machine's, or those that {@code bin/test-servers} unpacked, which are run by {@code chroot};
 * without either it is a container, if Docker answers.
 */
public final class PostgresServer implements AutoCloseable {

  /** The name of the superuser. */
  public static final String USER = "postgres";

  /** The superuser's password; it tempts code that quotes. */
  public static final String PASSWORD = "p@ss w'or\"d\\%s$HOME";

  private static final String LOOPBACK = "127.0.0.1";
  private static final Map<Integer, PostgresServer> SHARED = new ConcurrentHashMap<>();
  private static final Map<Integer, Path> INITIALIZED = new ConcurrentHashMap<>();

  private final PostgresBinaries binaries;
  private final Path folder;
  private final String host;
  private final int port;

  PostgresServer(PostgresBinaries binaries, Path folder, String host, int port) {
    this.binaries = binaries;
    this.folder = folder;
    this.host = host;
    this.port = port;
  }

  /** The server of that major version that all tests of this JVM use; it ends with the JVM. */
  public static PostgresServer shared(int major) {
    return SHARED.computeIfAbsent(major, PostgresServer::start);
  }

  /** A server of that major version for one test alone. */
  public static PostgresServer start(int major) {
    try {
      if (!PostgresBinaries.areHere(major) && PostgresContainer.canStart()) {
        return PostgresContainer.start(major);
      }
      var binaries = PostgresBinaries.of(major);
      var folder = binaries.newFolder();
      var server = new PostgresServer(binaries, folder, LOOPBACK, freePort());
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      binaries.copy(initialized(binaries, major), folder);
      server.configure();
      server.boot();
      return server;
    } catch (IOException e) {
      throw new AssertionError("PostgreSQL " + major + " does not start", e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** To initialize a data folder takes seconds, to copy one does not. */
  private static Path initialized(PostgresBinaries binaries, int major) {
    return INITIALIZED.computeIfAbsent(
        major,
        any -> {
          try {
            Path folder = binaries.newFolder();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> PostgresBinaries.delete(folder)));
            initialize(binaries, folder);
            return folder;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void initialize(PostgresBinaries binaries, Path folder) throws IOException {
    var password = folder.resolve("password");
    Files.write(password, List.of(PASSWORD));
    binaries.own(password);
    binaries.run(
        "initdb",
        "--pgdata=" + binaries.inside(folder) + "/data",
        "--username=" + USER,
        "--auth=scram-sha-256",
        "--pwfile=" + binaries.inside(password),
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync");
  }

  private void configure() throws IOException {
    Files.writeString(
        folder.resolve("data/postgresql.auto.conf"),
        """
        listen_addresses = '%s'
        port = %d
        unix_socket_directories = '%s'
        fsync = off
        full_page_writes = off
        wal_level = minimal
        max_wal_senders = 0
        checkpoint_timeout = 1h
        max_wal_size = 4GB
        max_connections = 30
        """
            .formatted(host, port, binaries.inside(folder)),
        StandardCharsets.UTF_8);
  }

  /** Starts it, also after {@link #kill}; returns when it takes connections. */
  public void boot() {
    pgCtl("--wait", "--timeout=120", "--log=" + binaries.inside(folder) + "/log", "start");
  }

  /** Ends it as a crash would. */
  public void kill() {
    pgCtl("--wait", "--mode=immediate", "stop");
  }

  private void pgCtl(String... arguments) {
    if (!Files.exists(folder.resolve("data"))) {
      throw new AssertionError("this test stops its server, which takes one that is installed");
    }
    var all = new ArrayList<>(List.of("--pgdata=" + binaries.inside(folder) + "/data", "--silent"));
    all.addAll(List.of(arguments));
    binaries.run("pg_ctl", all.toArray(String[]::new));
  }

  /** The folder of its socket; its data is in {@code data} below it. */
  Path folder() {
    return folder;
  }

  /** A new folder for a tablespace, as the server calls it. */
  String newFolder(String name) throws IOException {
    var made = Files.createDirectory(folder.resolve(name));
    binaries.own(made);
    return binaries.inside(made);
  }

  /** Writes a file of its data folder, which takes effect when it boots again. */
  void write(String name, String content) throws IOException {
    var file = folder.resolve("data").resolve(name);
    Files.writeString(file, content, StandardCharsets.UTF_8);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    binaries.own(file);
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** The folder with the client programs of its version. */
  public Path toolsDir() {
    return binaries.clients();
  }

  /** The settings to reach it as the superuser, with the client programs of its version. */
  public PostgresConfig config() {
    return config(USER, PASSWORD);
  }

  /** The settings to reach it as somebody. */
  public PostgresConfig config(String user, String password) {
    return PostgresConfig.of(host, port, user, new Secret(password)).withToolsDir(toolsDir());
  }

  /** A connection of the superuser to a database. */
  public Connection connect(String database) throws SQLException {
    var source = new PGSimpleDataSource();
    source.setServerNames(new String[] {host});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(database);
    source.setUser(USER);
    source.setPassword(PASSWORD);
    return source.getConnection();
  }

  /** Runs statements in a database as the superuser, each in a transaction of its own. */
  public void sql(String database, String... statements) throws SQLException {
    try (var connection = connect(database);
        var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** All rows of an answer, the columns separated by a bar. */
  public List<String> rows(String database, String query) throws SQLException {
    var rows = new ArrayList<String>();
    try (var connection = connect(database);
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

  /** What its own pg_dump writes, without the key that is another one every time. */
  public String dump(String database, String... arguments) {
    return client(this, "pg_dump", database, arguments)
        .replaceAll("(?m)^\\\\(un)?restrict .*$", "\\\\$1restrict");
  }

  /** Runs a client program of another server's version on a database of this one. */
  String client(PostgresServer other, String program, String database, String... arguments) {
    var environment =
        Map.of(
            "PGHOST", host,
            "PGPORT", Integer.toString(port),
            "PGUSER", USER,
            "PGPASSWORD", PASSWORD,
            "PGDATABASE", database);
    return other.binaries.client(program, environment, arguments);
  }

  /** Ends it and removes its folder. */
  @Override
  public void close() {
    if (Files.exists(folder.resolve("data/postmaster.pid"))) {
      kill();
    }
    PostgresBinaries.delete(folder);
  }
}
