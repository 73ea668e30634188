package digital.vya.backup.it;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.it.Launcher.Result;
import digital.vya.backup.mysql.MysqlServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server is backed up by the packaged launcher, loses everything, and gets it back. */
final class MysqlIT {

  private static final List<String> DATABASES = List.of("Rich ünïcode", "second-one");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void everyDatabaseAndEveryAccountComesBack(String name) throws Exception {
    try (var server = MysqlServer.start(name)) {
      var launcher = new Launcher(folder);
      Path store = Files.createDirectory(folder.resolve("store"));
      String config = configure(server).toString();
      make(server);
      List<String> before = state(server);

      Result backup = launcher.run("backup", "--all", "--config", config);
      assertThat(backup.exitCode()).as("%s", backup).isZero();
      assertThat(backup.out() + backup.err()).doesNotContain(MysqlServer.PASSWORD.strip());
      wipe(server);
      // First the databases: a grant on a table needs the table.
      for (String database : DATABASES) {
        Result restore =
            launcher.run(
                "restore", "--latest", "--instance", "main", "--database", database, "-c", config);
        assertThat(restore.exitCode()).as("%s", restore).isZero();
      }
      Result globals =
          launcher.run("restore", "--latest", "--instance", "main", "--globals", "-c", config);
      assertThat(globals.exitCode()).as("%s", globals).isZero();

      assertThat(state(server)).isEqualTo(before);
      byHand(server, store);
      assertThat(state(server)).isEqualTo(before);
    }
  }

  @Test
  void failuresEndWithTheCodesOfTheDocumentation() throws Exception {
    try (var server = MysqlServer.start("MARIADB_10_11")) {
      var launcher = new Launcher(folder);
      Path store = Files.createDirectory(folder.resolve("store"));
      Path config = configure(server);
      server.sql("", "CREATE DATABASE large");
      server.sql(
          "large",
          "CREATE TABLE t (id INT PRIMARY KEY, b TEXT)",
          "INSERT INTO t SELECT seq, REPEAT(MD5(seq), 60) FROM seq_1_to_200000");
      Process process =
          launcher.start(
              "backup", "--instance", "main", "--database", "large", "-c", config.toString());
      Path large = store.resolve("main/large");
      while (process.isAlive() && size(large) < 1 << 20) {
        Thread.onSpinWait();
      }
      server.kill();
      Result killed = launcher.ended(process);
      assertThat(killed.exitCode()).as("%s", killed).isEqualTo(4);
      assertThat(size(large)).as("bytes in the store").isZero();

      server.boot();
      Files.writeString(
          config, Files.readString(config).replace(escaped(MysqlServer.PASSWORD), "wrong"));
      Result refused = launcher.run("backup", "--all", "--config", config.toString());
      assertThat(refused.exitCode()).as("%s", refused).isEqualTo(2);
      assertThat(refused.out()).contains("refuses user root", "check user, password");
      assertThat(refused.err()).doesNotContain("\tat ").doesNotContain("ErrorPacket");
    }
  }

  private static long size(Path store) throws IOException {
    if (!Files.exists(store)) {
      return 0;
    }
    long sum = 0;
    try (Stream<Path> files = Files.walk(store)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        // How it went is told there even if nothing is stored.
        sum += file.toString().contains("@status") ? 0 : file.toFile().length();
      }
    }
    return sum;
  }

  /** Any administrator can restore the artifact with zstd and the client alone. */
  private void byHand(MysqlServer server, Path store) throws Exception {
    String database = DATABASES.get(0);
    server.sql(
        "",
        "DROP DATABASE `" + database + "`",
        "CREATE DATABASE `" + database + "` COLLATE utf8mb4_unicode_ci");
    Path artifact;
    try (Stream<Path> files = Files.walk(store)) {
      artifact =
          files
              .filter(f -> f.toString().endsWith(".sql.zst") && f.toString().contains("Rich"))
              .findFirst()
              .orElseThrow();
    }
    Path options = folder.resolve("client.cnf");
    Files.createFile(
        options,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        options,
        """
        [client]
        protocol=tcp
        host=127.0.0.1
        port=%d
        user=root
        password="%s"
        """
            .formatted(server.port(), escaped(MysqlServer.PASSWORD)));
    var client =
        new ProcessBuilder(
            "bash",
            "-o",
            "pipefail",
            "-c",
            "zstd -dc \"$ARTIFACT\" | \"$CLIENT\" --defaults-file=\"$OPTIONS\" --comments"
                + " --binary-mode --default-character-set=utf8mb4 --database=\"$DATABASE\"");
    client.environment().put("ARTIFACT", artifact.toString());
    client.environment().put("OPTIONS", options.toString());
    client.environment().put("DATABASE", database);
    client.environment().put("LC_ALL", "C.UTF-8");
    client
        .environment()
        .put(
            "CLIENT", server.toolsDir().resolve(server.isMysql() ? "mysql" : "mariadb").toString());
    assertThat(client.inheritIO().start().waitFor()).isZero();
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private Path configure(MysqlServer server) throws IOException {
    return Launcher.configuration(
        folder.resolve("config.json"),
        """
        {
          "run": {"state_dir": "%1$s/state"},
          "defaults": {"retry": {"attempts": 1}},
          "storages": [{"id": "local", "type": "local", "path": "%1$s/store"}],
          "instances": [{"id": "main", "dbms": "%5$s", "host": "127.0.0.1", "port": %2$d,
            "user": "root", "password": "%3$s", "tools_dir": "%4$s"}]
        }
        """
            .formatted(
                folder,
                server.port(),
                escaped(MysqlServer.PASSWORD),
                server.toolsDir(),
                server.isMysql() ? "mysql" : "mariadb"));
  }

  private static void make(MysqlServer server) throws SQLException {
    for (String database : DATABASES) {
      server.sql("", "CREATE DATABASE `" + database + "` COLLATE utf8mb4_unicode_ci");
      server.sql(
          database,
          "CREATE TABLE parent (id INT PRIMARY KEY, name VARCHAR(99), bytes LONGBLOB)",
          "CREATE TABLE child (id INT PRIMARY KEY, parent INT, double_id INT AS (id * 2),"
              + " FOREIGN KEY (parent) REFERENCES parent (id))",
          "INSERT INTO parent VALUES (1, 'ação 🎉 '' ; -- \\\\', REPEAT(0x00FF5C270A, 1000)), (2,"
              + " NULL, NULL)",
          "INSERT INTO child (id, parent) VALUES (5, 1), (6, 2)",
          "CREATE VIEW v AS SELECT p.name, c.double_id FROM parent p JOIN child c ON"
              + " c.parent = p.id",
          "CREATE TRIGGER bi BEFORE INSERT ON parent FOR EACH ROW SET NEW.name = UPPER(NEW.name)",
          "CREATE FUNCTION f(x INT) RETURNS INT DETERMINISTIC RETURN x + 1 /* one more; */",
          "CREATE PROCEDURE p() BEGIN SELECT 'a;b'; END",
          "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DO SELECT 1");
    }
    server.sql(
        "",
        "CREATE ROLE reader",
        "CREATE USER `it's me`@`%` IDENTIFIED BY 'secret one'",
        "CREATE USER writer@localhost IDENTIFIED BY 'secret two' REQUIRE SSL",
        "GRANT SELECT ON `second-one`.* TO reader",
        "GRANT reader TO `it's me`@`%`",
        "GRANT INSERT, UPDATE (name) ON `Rich ünïcode`.parent TO writer@localhost",
        "GRANT ALL ON `second-one`.* TO writer@localhost WITH GRANT OPTION");
  }

  private static void wipe(MysqlServer server) throws SQLException {
    for (String database : DATABASES) {
      server.sql("", "DROP DATABASE `" + database + "`");
    }
    server.sql("", "DROP ROLE reader", "DROP USER `it's me`@`%`", "DROP USER writer@localhost");
  }

  /** What its own dump program says, the checksums of the tables, and the grants. */
  private static List<String> state(MysqlServer server) throws Exception {
    var state = new ArrayList<String>();
    for (String database : DATABASES) {
      // MySQL names a column's character set or not, by how its table came to be.
      state.add(server.dump(database).replace(" CHARACTER SET utf8mb4 COLLATE", " COLLATE"));
      state.addAll(server.rows("CHECKSUM TABLE `%1$s`.parent, `%1$s`.child".formatted(database)));
    }
    for (String account : List.of("`it's me`@`%`", "writer@localhost", "reader")) {
      state.addAll(server.rows("SHOW GRANTS FOR " + account));
    }
    return state;
  }
}
