package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.mysql.MysqlConfig.Definers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a restore changes in a dump, and that nothing else is. */
final class DefinersTest {

  private static final String FROM = "definers";
  private static final String TO = "definers_again";
  private static final String ALL =
      "SELECT DEFINER FROM information_schema.VIEWS WHERE TABLE_SCHEMA = '%1$s'"
          + " UNION ALL SELECT DEFINER FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA ="
          + " '%1$s' UNION ALL SELECT DEFINER FROM information_schema.ROUTINES WHERE"
          + " ROUTINE_SCHEMA = '%1$s' UNION ALL SELECT DEFINER FROM information_schema.EVENTS"
          + " WHERE EVENT_SCHEMA = '%1$s'";

  @TempDir Path folder;

  private MysqlServer server = MysqlServer.shared("MARIADB_10_11");

  @AfterEach
  void drop() throws Exception {
    server.sql(
        "",
        "DROP DATABASE IF EXISTS " + FROM,
        "DROP DATABASE IF EXISTS " + TO,
        "DROP USER IF EXISTS `gone one`@`%`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void thoseThatDoNotExistAreKeptAndTold(String name) throws Exception {
    var transfer = dumped(name);
    transfer.restore(server.config(), FROM, TO);
    assertThat(definers()).containsOnly("gone one@%");
    assertThat(transfer.warnings).anyMatch(warning -> warning.contains("definer gone one@%"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void thoseThatDoNotExistAreTakenOut(String name) throws Exception {
    var transfer = dumped(name);
    transfer.restore(config(Definers.STRIP_MISSING, Map.of()), FROM, TO);
    assertThat(definers()).containsOnly("root@localhost");
    assertThat(server.rows("SELECT t FROM " + TO + ".data"))
        .containsExactly("DEFINER=`gone one`@`%` USE other; COLLATE nowhere");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void oneStandsInForAnother(String name) throws Exception {
    var transfer = dumped(name);
    var map = Map.of("gone one@%", "root@localhost");
    transfer.restore(config(Definers.KEEP, map), FROM, TO);
    assertThat(definers()).containsOnly("root@localhost");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8"})
  void aRoleThatExistsIsADefinerToo(String name) throws Exception {
    server = MysqlServer.shared(name);
    drop();
    server.sql("", "CREATE DATABASE " + FROM, "CREATE ROLE IF NOT EXISTS definer_role");
    try {
      server.sql(FROM, "CREATE DEFINER=definer_role VIEW v AS SELECT 1");
      var transfer = new Transfer(folder).dump(server.config(), FROM);
      transfer.restore(config(Definers.STRIP_MISSING, Map.of()), FROM, TO);
      assertThat(server.rows("SHOW CREATE VIEW " + TO + ".v").get(0))
          .contains("DEFINER=`definer_role`");
      drop();
      server.sql("", "CREATE DATABASE " + FROM);
      transfer.restore(server.config(), FROM, TO);
      assertThat(transfer.warnings).isEmpty();
    } finally {
      server.sql("", "DROP ROLE definer_role");
    }
  }

  @Test
  void aDumpThatTurnsToAnotherDatabaseIsRefused() throws Exception {
    var transfer = dumped("MARIADB_10_11");
    byte[] hostile =
        transfer
            .text()
            .replaceFirst("(?m)^CREATE TABLE `data`", "USE mysql;\nCREATE TABLE `data`")
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> transfer.restore(server.config(), FROM, TO, hostile))
        .isInstanceOf(BackupException.class);
    assertThat(server.rows("SHOW DATABASES LIKE 'definers\\_again'")).isEmpty();
    assertThat(server.rows("SHOW TABLES FROM mysql LIKE 'data'")).isEmpty();
  }

  @Test
  void aCommandOfTheClientIsRefused() throws Exception {
    var transfer = dumped("MARIADB_10_11");
    Path witness = folder.resolve("witness");
    for (String command : List.of("\\! touch " + witness, "system touch " + witness)) {
      byte[] hostile =
          transfer
              .text()
              .replaceFirst("(?m)^CREATE TABLE `data`", command.replace("\\", "\\\\") + "\n$0")
              .getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> transfer.restore(server.config(), FROM, TO, hostile))
          .isInstanceOf(BackupException.class);
      assertThat(witness).doesNotExist();
    }
  }

  private Transfer dumped(String name) throws Exception {
    server = MysqlServer.shared(name);
    drop();
    server.sql(
        "",
        "CREATE DATABASE " + FROM,
        "CREATE USER `gone one`@`%` IDENTIFIED BY 'x'",
        "GRANT ALL ON *.* TO `gone one`@`%`");
    String definer = "CREATE DEFINER=`gone one`@`%` ";
    server.sql(
        FROM,
        "CREATE TABLE data (t TEXT)",
        "INSERT INTO data VALUES ('DEFINER=`gone one`@`%` USE other; COLLATE nowhere')",
        definer + "VIEW v AS SELECT t FROM data",
        definer + "TRIGGER b BEFORE INSERT ON data FOR EACH ROW SET NEW.t = 'x'",
        definer + "PROCEDURE p() SELECT 1",
        definer + "FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1",
        definer + "EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DO SELECT 1");
    var transfer = new Transfer(folder).dump(server.config(), FROM);
    server.sql("", "DROP DATABASE " + FROM, "DROP USER `gone one`@`%`");
    return transfer;
  }

  private List<String> definers() throws Exception {
    List<String> definers = server.rows(ALL.formatted(TO));
    assertThat(definers).hasSize(5);
    return definers;
  }

  private MysqlConfig config(Definers definers, Map<String, String> map) {
    MysqlConfig config = server.config();
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
        definers,
        map,
        config.collationMap(),
        MysqlConfig.Tables.ALL);
  }
}
