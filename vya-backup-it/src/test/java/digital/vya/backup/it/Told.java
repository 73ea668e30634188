package digital.vya.backup.it;

import com.sun.net.httpserver.HttpServer;
import digital.vya.backup.it.Launcher.Result;
import digital.vya.backup.metrics.PushgatewayServer;
import digital.vya.backup.mysql.MysqlServer;
import digital.vya.backup.postgres.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A machine that backs up two servers and tells everybody who can be told. */
final class Told implements AutoCloseable {

  static final String TOKEN = "t0ken-in-the-path";
  static final String USER = "told_backup";
  static final String PASSWORD = "hunter2-of-postgres";
  static final String DATABASE = "told_shop";

  final PostgresServer postgres = PostgresServer.shared(15);
  final MysqlServer mariadb = MysqlServer.shared("MARIADB_10_11");
  final Path folder;
  final Path store;
  final Path textfile;
  final Launcher launcher;
  final MailServer mails;
  final PushgatewayServer gateway;
  final List<String> pings = new CopyOnWriteArrayList<>();

  private final HttpServer http;

  Told(Path folder) throws Exception {
    this.folder = folder;
    store = Files.createDirectory(folder.resolve("store"));
    textfile = folder.resolve("vya.prom");
    launcher = new Launcher(Files.createDirectory(folder.resolve("launcher")));
    mails = new MailServer(folder);
    gateway = PushgatewayServer.start();
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          pings.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    http.start();
    drop();
    postgres.sql(
        "postgres",
        "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(USER, PASSWORD),
        "CREATE DATABASE %s OWNER %s".formatted(DATABASE, USER));
    postgres.sql(
        DATABASE,
        "CREATE TABLE orders AS SELECT n, md5(n::text) FROM generate_series(1, 100000) n",
        "ALTER TABLE orders OWNER TO " + USER);
    mariadb.sql("", "CREATE DATABASE " + DATABASE);
    mariadb.sql(DATABASE, "CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES (1), (2)");
  }

  private void drop() throws Exception {
    postgres.sql("postgres", "DROP DATABASE IF EXISTS " + DATABASE + " WITH (FORCE)");
    postgres.sql("postgres", "DROP ROLE IF EXISTS " + USER);
    mariadb.sql("", "DROP DATABASE IF EXISTS " + DATABASE);
  }

  /**
   * Its configuration.
   *
   * @param ofStorage further settings of the storage
   */
  private Path configuration(String ofStorage) throws IOException {
    return Launcher.configuration(
        folder.resolve("config.json"),
        """
        {"server": {"name": "db1", "timezone": "UTC"},
         "run": {"state_dir": "%s/state"},
         "schedule": {"time": "00:30", "tolerance": "10m"},
         "retention": {"keep_last": 2},
         "defaults": {"retry": {"attempts": 1}},
         "storages": [{"id": "nas", "type": "local", "path": "%s"%s}],
         "instances": [%s],
         "notifications": [%s],
         "metrics": [{"id": "push", "type": "pushgateway", "url": "%s"},
                     {"id": "node", "type": "textfile", "file": "%s"}]}
        """
            .formatted(folder, store, ofStorage, instances(), channels(), gateway.url(), textfile));
  }

  private String instances() {
    return """
        {"id": "pg", "dbms": "postgresql", "host": "127.0.0.1", "port": %d, "globals": false,
         "user": "%s", "password": "%s", "tools_dir": "%s", "include": ["%s"]},
        {"id": "maria", "dbms": "mariadb", "host": "127.0.0.1", "port": %d, "globals": false,
         "user": "%s", "password": "%s", "tools_dir": "%s", "include": ["%s"]}
        """
        .formatted(
            postgres.port(),
            USER,
            PASSWORD,
            postgres.toolsDir(),
            DATABASE,
            mariadb.port(),
            MysqlServer.USER,
            MysqlServer.PASSWORD.replace("\\", "\\\\").replace("\"", "\\\""),
            mariadb.toolsDir(),
            DATABASE);
  }

  private String channels() {
    String ping = "http://127.0.0.1:" + http.getAddress().getPort() + "/" + TOKEN;
    return """
        {"id": "ping", "type": "webhook", "method": "get", "start_url": "%1$s/start",
         "success_url": "%1$s/success", "failure_url": "%1$s/fail"},
        %2$s
        """
        .formatted(ping, mail());
  }

  String mail() {
    return """
        {"id": "mail", "type": "email", "host": "127.0.0.1", "port": %d, "security": "none",
         "from": "Backup <backup@example.org>", "to": ["ops@example.org", "dba@example.org"]}
        """
        .formatted(mails.port);
  }

  Result run(String... arguments) throws Exception {
    return launcher.ended(start("", arguments));
  }

  /** Starts it with further settings of the storage. */
  Process start(String ofStorage, String... arguments) throws Exception {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", configuration(ofStorage).toString()));
    return launcher.start(all.toArray(String[]::new));
  }

  /** Nobody may read a table of PostgreSQL's database but its superuser. */
  void breakPostgres() throws Exception {
    postgres.sql(DATABASE, "ALTER TABLE orders OWNER TO " + PostgresServer.USER);
  }

  void mendPostgres() throws Exception {
    postgres.sql(DATABASE, "ALTER TABLE orders OWNER TO " + USER);
  }

  /** A figure of an instance's database in the Pushgateway. */
  double figure(String name, String instance) throws Exception {
    return gateway
        .metrics()
        .lines()
        .filter(line -> line.startsWith(name + "{"))
        .filter(line -> line.contains("instance=\"" + instance + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findAny()
        .orElseThrow(() -> new AssertionError(name + " of " + instance + " is not there"));
  }

  @Override
  public void close() {
    http.stop(0);
    gateway.close();
    mails.close();
    try {
      drop();
    } catch (Exception e) {
      throw new AssertionError("cannot be tidied up", e);
    }
  }
}
