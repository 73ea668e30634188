package digital.vya.backup.mysql;

import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.Swap;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A database with one of everything, and what became of it since its backup. */
final class Shop {

  static final String TARGET = "the shop_";

  final MysqlServer server;
  final Path folder;
  final MysqlDriver driver = new MysqlDriver();
  final String scratch = beside("new", "0000aaaa");
  final String kept = beside("old", "0000bbbb");

  Shop(MysqlServer server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  static String beside(String role, String id) {
    return BesideName.of(TARGET, role, id);
  }

  Swap swap() {
    return new Swap(scratch, TARGET, kept, false);
  }

  /** As it was when the backup was made. */
  void make() throws SQLException {
    clean();
    server.sql("", "CREATE DATABASE `the shop_` CHARACTER SET latin1 COLLATE latin1_bin");
    server.sql(TARGET, RichDatabaseTest.BOTH.toArray(String[]::new));
    server.sql(
        TARGET,
        (server.isMysql() ? RichDatabaseTest.MYSQL : RichDatabaseTest.MARIADB)
            .toArray(String[]::new));
    server.sql(
        TARGET,
        "CREATE TABLE ring (id INT PRIMARY KEY, self INT, other INT, CONSTRAINT selfish FOREIGN KEY"
            + " (self) REFERENCES ring (id)) ENGINE=InnoDB",
        "CREATE TABLE gnir (id INT PRIMARY KEY, ring INT, CONSTRAINT back FOREIGN KEY (ring)"
            + " REFERENCES ring (id) ON DELETE CASCADE) ENGINE=InnoDB",
        "ALTER TABLE ring ADD CONSTRAINT forth FOREIGN KEY (other) REFERENCES gnir (id)",
        "INSERT INTO ring VALUES (1, 1, NULL)",
        "INSERT INTO gnir VALUES (7, 1)",
        "UPDATE ring SET other = 7",
        "CREATE TABLE words (t TEXT, FULLTEXT KEY f (t)) ENGINE=InnoDB",
        "INSERT INTO words VALUES ('full text')",
        "CREATE TABLE plain (id INT) ENGINE=MyISAM",
        "INSERT INTO plain VALUES (1), (2)",
        "CREATE TABLE changes (id INT)",
        "CREATE TABLE `od``d 'näme'` (id INT PRIMARY KEY)",
        "CREATE TRIGGER au AFTER UPDATE ON `od``d 'näme'` FOR EACH ROW INSERT INTO changes VALUES"
            + " (NEW.id)",
        "CREATE EVENT asleep ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' ON COMPLETION"
            + " PRESERVE DISABLE DO SELECT 1",
        "CREATE EVENT elsewhere ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DISABLE ON"
            + (server.isMysql() ? " REPLICA" : " SLAVE")
            + " COMMENT 'ENABLE' DO SELECT 1",
        "CREATE PROCEDURE whole() SELECT * FROM `the shop_`.ring",
        "CREATE VIEW becomes_a_table AS SELECT 1 AS one",
        "CREATE TABLE becomes_a_view (id INT)");
    if (!server.isMysql()) {
      server.sql(
          TARGET,
          "CREATE TABLE numbered (id INT DEFAULT NEXTVAL(seq), t INT)",
          "INSERT INTO numbered (t) VALUES (1)",
          "CREATE TABLE crash_safe (id INT) ENGINE=Aria",
          "INSERT INTO crash_safe VALUES (1)");
    }
  }

  /** What has happened since. */
  void change() throws SQLException {
    server.sql(
        TARGET,
        "DROP VIEW becomes_a_table",
        "CREATE TABLE becomes_a_table (id INT)",
        "DROP TABLE becomes_a_view",
        "CREATE VIEW becomes_a_view AS SELECT id FROM ring",
        "INSERT INTO plain VALUES (3)",
        "INSERT INTO words VALUES ('more')",
        "DROP TRIGGER bi",
        "CREATE TRIGGER later BEFORE INSERT ON plain FOR EACH ROW SET NEW.id = NEW.id + 1",
        "DROP FUNCTION f",
        "CREATE FUNCTION f(x INT) RETURNS INT DETERMINISTIC RETURN x + 2",
        "CREATE FUNCTION g() RETURNS INT DETERMINISTIC RETURN 1",
        "CREATE EVENT tomorrow ON SCHEDULE EVERY 1 DAY STARTS '2031-01-01 00:00:00' DO SELECT 2",
        "DROP EVENT asleep",
        "CREATE TABLE newer (id INT PRIMARY KEY)",
        "INSERT INTO newer VALUES (1)",
        "ALTER DATABASE `the shop_` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
  }

  /** All there is to know about a database. */
  Object content(String database) throws SQLException, IOException {
    List<String> attributes =
        server.rows(
            "SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM"
                + " information_schema.SCHEMATA WHERE SCHEMA_NAME = "
                + Sql.literal(database));
    var content = new ArrayList<String>(attributes);
    content.addAll(List.of(plain(server.dump(database)).split("\n")));
    content.addAll(RichDatabaseTest.checksums(server, database));
    return content;
  }

  /** MySQL names a column's character set or not, by how its table came to be. */
  private static String plain(String dump) {
    return dump.replaceAll(" CHARACTER SET [a-z0-9]+ COLLATE", " COLLATE");
  }

  Object content() throws SQLException, IOException {
    return content(TARGET);
  }

  /** The rows alone. */
  Object rows() throws SQLException {
    return RichDatabaseTest.checksums(server, TARGET);
  }

  void drop(String name) throws IOException, InterruptedException {
    try (var host = LocalHost.open(folder.resolve("drop"))) {
      driver.drop(server.config(), name, host);
    }
  }

  byte[] dump() throws IOException, InterruptedException {
    var sink = new ByteArrayOutputStream();
    try (var host = LocalHost.open(folder.resolve("dump"))) {
      driver.dump(server.config(), new DumpRequest(TARGET), sink, host);
    }
    return sink.toByteArray();
  }

  /** Restores into the scratch database; its attributes are those of the backup. */
  void restore(byte[] dump) throws IOException, InterruptedException {
    var request =
        new RestoreRequest(
            TARGET,
            Optional.of(scratch),
            false,
            Map.of("charset", "latin1", "collation", "latin1_bin"));
    try (var host = LocalHost.open(folder.resolve("restore"))) {
      driver.restore(server.config(), request, new ByteArrayInputStream(dump), host);
    }
  }

  void swap(Swap swap) throws IOException, InterruptedException {
    try (var host = LocalHost.open(folder.resolve("swap"))) {
      driver.swap(server.config(), swap, host);
    }
  }

  boolean recover() throws IOException, InterruptedException {
    try (var host = LocalHost.open(folder.resolve("recover"))) {
      return driver.recover(server.config(), swap(), host);
    }
  }

  List<String> databases() throws SQLException {
    return server.rows(
        "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE 'the shop%'"
            + " ORDER BY 1");
  }

  void clean() throws SQLException {
    for (String database : databases()) {
      server.sql("", "DROP DATABASE " + Sql.identifier(database));
    }
  }
}
