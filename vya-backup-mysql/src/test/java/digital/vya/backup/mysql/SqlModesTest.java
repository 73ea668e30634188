package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server's sql_mode makes of quotes and backslashes changes no backup. */
final class SqlModesTest {

  private static final String FROM = "modes";
  private static final String TO = "modes_again";
  private static final String ODD = "ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT";

  /** What MariaDB begins with. */
  private static final String OF_MARIADB =
      "STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION";

  @TempDir Path folder;

  private MysqlServer server = MysqlServer.shared("MARIADB_10_11");

  @BeforeEach
  @AfterEach
  void dropAll() throws SQLException {
    for (String name : List.of("MARIADB_10_11", "MARIADB_11_8", "MYSQL_9")) {
      MysqlServer each = MysqlServer.shared(name);
      each.sql(
          "",
          "SET GLOBAL sql_mode = DEFAULT",
          "SET SESSION sql_mode = DEFAULT",
          "DROP DATABASE IF EXISTS " + FROM,
          "DROP DATABASE IF EXISTS " + TO,
          "DROP USER IF EXISTS reader@localhost",
          "DROP USER IF EXISTS `back\\slash`@localhost");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void theModeOfTheServerDoesNotMatter(String name) throws Exception {
    server = MysqlServer.shared(name);
    server.sql("", "CREATE DATABASE " + FROM, "CREATE DATABASE " + TO);
    server.sql(
        FROM,
        "CREATE TABLE t (id INT PRIMARY KEY, x TEXT)",
        "INSERT INTO t VALUES (1, 'it''s \\\\ \" a;\\n\\\\'), (2, '\\\\'';\\n')",
        "CREATE VIEW v AS SELECT x, 'a\\\\' AS back FROM t",
        "CREATE PROCEDURE p() SELECT 'b\\\\', '`\"'");
    String before = server.dump(FROM);
    server.sql("", "SET GLOBAL sql_mode = '" + ODD + "'");

    new Transfer(folder).dump(server.config(), FROM).restore(server.config(), FROM, TO);

    assertThat(server.rows("SELECT * FROM " + TO + ".t"))
        .isEqualTo(server.rows("SELECT * FROM " + FROM + ".t"));
    server.sql("", "SET GLOBAL sql_mode = DEFAULT");
    assertThat(server.dump(TO)).isEqualTo(before.replace(FROM, TO));
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void privilegesAreReadInAnyMode(String name) throws Exception {
    server = MysqlServer.shared(name);
    server.sql(
        "",
        "CREATE DATABASE " + FROM,
        "CREATE USER reader@localhost IDENTIFIED BY 'x'",
        "GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON " + FROM + ".* TO reader@localhost",
        server.isMysql()
            ? "GRANT SHOW_ROUTINE ON *.* TO reader@localhost"
            : "GRANT SELECT ON mysql.proc TO reader@localhost",
        "SET GLOBAL sql_mode = '" + ODD + "'");

    assertThat(new Transfer(folder).dump(server.config("reader", "x"), FROM).text())
        .contains("Dump completed");
  }

  /** With the mode of the server it would be one text until the last line, and a table dropped. */
  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MYSQL_9"})
  void aDumpThatSaysNoModeIsNotReadInThatOfTheServer(String name) throws Exception {
    server = MysqlServer.shared(name);
    server.sql(
        "",
        "CREATE DATABASE " + FROM,
        "CREATE TABLE " + FROM + ".witness (id INT)",
        "SET GLOBAL sql_mode = '" + ODD + "'");
    String dump =
        "CREATE TABLE `t` (x TEXT);\nINSERT INTO `t` VALUES ('\\'); DROP TABLE "
            + FROM
            + ".witness; -- ');\n-- Dump completed\n";

    new Transfer(folder).restore(server.config(), FROM, TO, dump.getBytes(StandardCharsets.UTF_8));

    assertThat(server.rows("SHOW TABLES FROM " + FROM)).containsExactly("witness");
    assertThat(server.rows("SELECT x FROM " + TO + ".t"))
        .containsExactly("'); DROP TABLE " + FROM + ".witness; -- ");
  }

  @ParameterizedTest
  @CsvSource({
    "MARIADB_10_11, MYSQL_9",
    "MARIADB_11_8, MYSQL_9",
    "MYSQL_9, MARIADB_10_11",
    "MYSQL_9, MARIADB_11_8"
  })
  void whatWasMadeInTheUsualModeGoesToTheOtherFlavour(String from, String to) throws Exception {
    server = MysqlServer.shared(from);
    MysqlServer target = MysqlServer.shared(to);
    server.sql("", "CREATE DATABASE " + FROM + " COLLATE utf8mb4_unicode_ci");
    server.sql(
        FROM,
        server.isMysql() ? "SET SESSION sql_mode = DEFAULT" : mode(OF_MARIADB),
        "SET collation_connection = utf8mb4_unicode_ci",
        "CREATE TABLE t (id INT)",
        "CREATE TRIGGER b BEFORE INSERT ON t FOR EACH ROW SET NEW.id = NEW.id + 1",
        "CREATE PROCEDURE p() SELECT 1",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DO SELECT 1");

    new Transfer(folder).dump(server.config(), FROM).restore(target.config(), FROM, TO);

    target.sql(TO, "INSERT INTO t VALUES (1)");
    assertThat(target.rows("SELECT id FROM " + TO + ".t")).containsExactly("2");
    assertThat(
            target.rows(
                "SELECT SQL_MODE FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = '"
                    + TO
                    + "'"))
        .singleElement()
        .asString()
        .contains("STRICT_TRANS_TABLES", "NO_ENGINE_SUBSTITUTION");
  }

  @Test
  void aModeThatChangesTheMeaningIsNotLeftOut() throws Exception {
    server = MysqlServer.shared("MARIADB_10_11");
    MysqlServer target = MysqlServer.shared("MYSQL_9");
    server.sql("", "CREATE DATABASE " + FROM + " COLLATE utf8mb4_unicode_ci");
    server.sql(
        FROM,
        mode("EMPTY_STRING_IS_NULL"),
        "SET collation_connection = utf8mb4_unicode_ci",
        "CREATE PROCEDURE p() SELECT ''");
    var transfer = new Transfer(folder).dump(server.config(), FROM);
    assertThatThrownBy(() -> transfer.restore(target.config(), FROM, TO))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("EMPTY_STRING_IS_NULL");
    assertThat(target.rows("SHOW DATABASES LIKE 'modes\\_again'")).isEmpty();
  }

  private static String mode(String modes) {
    return "SET SESSION sql_mode = '" + modes + "'";
  }
}
