package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the servers can hold comes back as it was. */
final class RichDatabaseTest {

  private static final String FROM = "rich";
  private static final String TO = "rich again";

  private static final Map<String, String> MAP =
      Map.of(
          "utf8mb4_0900_ai_ci", "utf8mb4_unicode_ci",
          "utf8mb4_uca1400_ai_ci", "utf8mb4_0900_ai_ci");

  static final List<String> BOTH =
      List.of(
          "SET SESSION sql_mode = ''",
          "CREATE TABLE parent (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(50)"
              + " CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci, zero DATE DEFAULT"
              + " '0000-00-00', bits BIT(11), doc JSON, small INT CHECK (small < 100))",
          "CREATE TABLE child (id INT PRIMARY KEY, parent INT, twice INT GENERATED ALWAYS AS (id * 2)"
              + " VIRTUAL, thrice INT GENERATED ALWAYS AS (id * 3) STORED, place POINT,"
              + " FOREIGN KEY (parent) REFERENCES parent (id) ON DELETE CASCADE)",
          "CREATE TABLE parts (id INT, day DATE, bytes LONGBLOB, ts TIMESTAMP(6) NULL,"
              + " amount DECIMAL(30,10), kind ENUM('a','it''s'), opts SET('x','y'))"
              + " PARTITION BY RANGE (YEAR(day)) (PARTITION p0 VALUES LESS THAN (2020),"
              + " PARTITION p1 VALUES LESS THAN MAXVALUE)",
          "INSERT INTO parent VALUES (1, 'ação ☃ 日本 🎉 \\\\ '' \" ` ;', '0000-00-00', b'10101010101',"
              + " '{\"a\": [1, 2, {\"b\": \"DEFINER=`x`@`y` COLLATE utf8mb4_0900_ai_ci\"}]}', 3),"
              + " (2, '-- Dump completed\\n\\\\! echo hostile\\n/*!50003 x */', '2026-02-28', NULL,"
              + " NULL, NULL)",
          "INSERT INTO child (id, parent, place) VALUES (10, 1, ST_GeomFromText('POINT(1.5 -2)')),"
              + " (11, 2, NULL)",
          "INSERT INTO parts VALUES (1, '2019-01-01', 0x00FF5C270A1A22, '2026-01-13"
              + " 15:54:40.123456', 12345678901234567890.0123456789, 'it''s', 'x,y'), (2,"
              + " '2025-01-01', REPEAT(0x00275C, 100000), NULL, -0.5, NULL, '')",
          "CREATE VIEW v1 AS SELECT p.id, p.name, c.place FROM parent p JOIN child c ON"
              + " c.parent = p.id",
          "CREATE VIEW a_view_on_a_view AS SELECT name, 'COLLATE utf8mb4_0900_ai_ci' AS c FROM v1",
          "CREATE TRIGGER bi BEFORE INSERT ON parent FOR EACH ROW BEGIN IF NEW.name = ';' THEN SET"
              + " NEW.name = 'semi;colon -- no comment'; END IF; END",
          "CREATE FUNCTION f(x INT) RETURNS INT DETERMINISTIC RETURN x + 1",
          "CREATE PROCEDURE p() BEGIN /* a comment; */ SELECT 'DELIMITER ;;'; END",
          "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' COMMENT 'it''s' DO"
              + " DELETE FROM parts WHERE id < 0");

  static final List<String> MARIADB =
      List.of(
          "CREATE SEQUENCE seq START WITH 5 INCREMENT BY 3",
          "DO NEXTVAL(seq)",
          "CREATE TABLE versioned (id INT PRIMARY KEY, x INT) WITH SYSTEM VERSIONING",
          "INSERT INTO versioned VALUES (1, 1)",
          "UPDATE versioned SET x = 2",
          "CREATE TABLE hiding (id INT, secret INT INVISIBLE DEFAULT 7)",
          "INSERT INTO hiding (id) VALUES (1)",
          "CREATE TABLE modern (t TEXT) COLLATE utf8mb4_uca1400_ai_ci");

  static final List<String> MYSQL =
      List.of(
          "CREATE TABLE hiding (id INT, secret INT INVISIBLE DEFAULT 7)",
          "INSERT INTO hiding (id) VALUES (1)",
          "CREATE TABLE modern (t TEXT, KEY k ((LOWER(LEFT(t, 20))))) COLLATE utf8mb4_0900_ai_ci",
          "INSERT INTO modern VALUES ('ä')");

  @TempDir Path folder;

  private MysqlServer server = MysqlServer.shared("MARIADB_10_11");

  @BeforeEach
  @AfterEach
  void dropAll() throws SQLException {
    for (String name : List.of("MARIADB_10_11", "MARIADB_11_8", "MYSQL_9")) {
      MysqlServer.shared(name)
          .sql("", "DROP DATABASE IF EXISTS " + FROM, "DROP DATABASE IF EXISTS `" + TO + "`");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void everythingRoundTrips(String name) throws Exception {
    server = MysqlServer.shared(name);
    make(server);
    server.sql(FROM, (server.isMysql() ? MYSQL : MARIADB).toArray(String[]::new));
    var transfer = new Transfer(folder).dump(server.config(), FROM);
    transfer.restore(server.config(), FROM, TO);

    assertThat(plain(server.dump(TO)))
        .isEqualTo(plain(server.dump(FROM)).replace("`" + FROM + "`", "`" + TO + "`"));
    assertThat(checksums(server, TO)).isNotEmpty().isEqualTo(checksums(server, FROM));
    if (!server.isMysql()) {
      String history = "SELECT COUNT(*) FROM `%s`.versioned FOR SYSTEM_TIME ALL";
      assertThat(server.rows(history.formatted(TO)))
          .isEqualTo(server.rows(history.formatted(FROM)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MARIADB_10_11, MYSQL_9",
    "MARIADB_11_8, MYSQL_9",
    "MYSQL_9, MARIADB_10_11",
    "MYSQL_9, MARIADB_11_8"
  })
  void theOtherFlavourTakesWhatBothKnow(String from, String to) throws Exception {
    MysqlServer source = MysqlServer.shared(from);
    MysqlServer target = MysqlServer.shared(to);
    make(source);
    if (!source.isMysql() && target.isMysql()) {
      withoutGeneratedColumns(source, target);
    }
    var transfer = new Transfer(folder).dump(source.config(), FROM);
    transfer.restore(mapping(target.config(), MAP), FROM, TO);

    for (String table : List.of("parent", "child", "parts", "v1", "a_view_on_a_view")) {
      String rows = "SELECT * FROM `%s`." + table + " ORDER BY 1";
      assertThat(target.rows(rows.formatted(TO))).isEqualTo(source.rows(rows.formatted(FROM)));
    }
    assertThat(target.rows("SELECT `" + TO + "`.f(41)")).containsExactly("42");
    for (String kind : List.of("TRIGGERS", "EVENTS", "ROUTINES")) {
      String schema = kind.substring(0, kind.length() - 1) + "_SCHEMA";
      String count =
          "SELECT COUNT(*) FROM information_schema." + kind + " WHERE " + schema + " = '%s'";
      assertThat(target.rows(count.formatted(TO))).isEqualTo(source.rows(count.formatted(FROM)));
    }
  }

  /** They are the one thing that no dump of MariaDB's can carry over, which is told. */
  private void withoutGeneratedColumns(MysqlServer source, MysqlServer target) throws Exception {
    var transfer = new Transfer(folder).dump(source.config(), FROM);
    assertThatThrownBy(() -> transfer.restore(mapping(target.config(), MAP), FROM, TO))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("generated columns");
    assertThat(target.rows("SHOW DATABASES LIKE '" + TO + "'")).isEmpty();
    source.sql(FROM, "ALTER TABLE child DROP COLUMN twice, DROP COLUMN thrice");
  }

  private static MysqlConfig mapping(MysqlConfig config, Map<String, String> collations) {
    return new MysqlConfig(
        config.host(),
        config.port(),
        config.socket(),
        config.user(),
        config.password(),
        config.tls(),
        config.tlsRootCert(),
        config.toolsDir(),
        config.connectTimeout(),
        config.lock(),
        config.definers(),
        config.definerMap(),
        collations,
        MysqlConfig.Tables.ALL);
  }

  /** MySQL names a column's character set or not, by how its table came to be. */
  private static String plain(String dump) {
    return dump.replaceAll(" CHARACTER SET utf8mb4 COLLATE", " COLLATE");
  }

  private static void make(MysqlServer server) throws SQLException {
    server.sql("", "CREATE DATABASE " + FROM + " CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci");
    server.sql(FROM, BOTH.toArray(String[]::new));
  }

  static List<String> checksums(MysqlServer server, String database) throws SQLException {
    String tables =
        "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_TYPE LIKE '%TABLE' AND"
            + " TABLE_SCHEMA = '%s' ORDER BY 1";
    return server.rows(tables.replace("%s", database)).stream()
        .map(table -> checksum(server, database, table))
        .toList();
  }

  private static String checksum(MysqlServer server, String database, String table) {
    try {
      String row = server.rows("CHECKSUM TABLE " + Sql.identifier(database, table)).get(0);
      return table + row.substring(row.indexOf('|'));
    } catch (SQLException e) {
      throw new AssertionError(table, e);
    }
  }
}
