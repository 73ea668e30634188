package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.RestoreOptions;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Some tables of a dump, on real servers. */
final class TablesRestoreTest {

  @TempDir Path folder;
  private final List<String> warnings = new ArrayList<>();
  private MysqlServer server = MysqlServer.shared("MARIADB_10_11");

  @AfterEach
  void drop() throws Exception {
    server.sql("", "DROP DATABASE IF EXISTS some", "DROP DATABASE IF EXISTS some_copy");
    assertThat(server.rows("SHOW DATABASES LIKE '%\\_vya\\_%'")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void chosen_tables_come_into_a_new_database_with_their_triggers_alone(String name)
      throws Exception {
    byte[] dump = filled(name);
    restore(dump, "some_copy", false, false, "log_*", "some.it`ems");
    assertThat(names("some_copy")).containsExactly("it`ems", "log_1", "log_2");
    assertThat(server.rows("SELECT * FROM some_copy.log_2")).containsExactly("8");
    assertThat(triggers("some_copy")).containsExactly("on_items");
    assertThat(routines("some_copy")).isEmpty();
    assertThat(warnings)
        .filteredOn(warning -> warning.contains("left out"))
        .singleElement()
        .asString()
        .contains("procedure p", "view seen", "event e");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void tables_of_the_same_name_are_replaced_and_others_stay(String name) throws Exception {
    byte[] dump = filled(name);
    for (boolean direct : List.of(false, true)) {
      server.sql("some", "UPDATE `it``ems` SET a = 99", "UPDATE log_1 SET a = 77");
      assertThatThrownBy(() -> restore(dump, "some", false, direct, "it`ems"))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("it`ems");
      assertThat(server.rows("SELECT * FROM some.`it``ems`")).containsOnly("99");
      restore(dump, "some", true, direct, "it`ems");
      assertThat(server.rows("SELECT * FROM some.`it``ems`")).containsExactly("1");
      assertThat(server.rows("SELECT * FROM some.log_1")).containsExactly("77");
      assertThat(triggers("some")).containsExactly("on_items", "on_log");
      assertThat(routines("some")).containsExactly("p");
      server.sql("some", "INSERT INTO `it``ems` VALUES (5)");
      assertThat(server.rows("SELECT * FROM some.`it``ems`")).contains("6");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void what_cannot_be_done_changes_nothing(String name) throws Exception {
    byte[] dump = filled(name);
    for (String target : List.of("some", "some_copy")) {
      assertThatThrownBy(() -> restore(dump, target, true, false, "log_1", "seen", "lag_*"))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("seen, lag_*");
    }
    assertThat(server.rows("SHOW DATABASES LIKE 'some%'")).containsExactly("some");
    server.sql("some", "UPDATE child SET a = 2 WHERE a = 1");
    for (String one : List.of("child", "parent")) {
      assertThatThrownBy(() -> restore(dump, "some", true, false, one))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("foreign keys");
    }
    assertThat(server.rows("SELECT * FROM some.child")).containsExactly("2");
    restore(dump, "some", true, false, "child", "parent");
    assertThat(server.rows("SELECT * FROM some.child")).containsExactly("1");
    assertThatThrownBy(() -> server.sql("some", "DELETE FROM parent WHERE a = 1"))
        .hasMessageContaining("foreign key");
  }

  private byte[] filled(String name) throws Exception {
    server = MysqlServer.shared(name);
    server.sql(
        "",
        "CREATE DATABASE some",
        "USE some",
        "CREATE TABLE `it``ems` (a int)",
        "INSERT INTO `it``ems` VALUES (1)",
        "CREATE TABLE log_1 (a int)",
        "INSERT INTO log_1 VALUES (7)",
        "CREATE TABLE log_2 (a int)",
        "INSERT INTO log_2 VALUES (8)",
        "CREATE TABLE parent (a int PRIMARY KEY)",
        "INSERT INTO parent VALUES (1), (2)",
        "CREATE TABLE child (a int, CONSTRAINT fk FOREIGN KEY (a) REFERENCES parent (a))",
        "INSERT INTO child VALUES (1)",
        "CREATE VIEW seen AS SELECT a FROM log_1",
        "CREATE PROCEDURE p() SELECT 'INSERT INTO `log_1` VALUES (1);'",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DO SELECT 1",
        "CREATE TRIGGER on_items BEFORE INSERT ON `it``ems` FOR EACH ROW SET NEW.a = NEW.a + 1",
        "CREATE TRIGGER on_log BEFORE INSERT ON parent FOR EACH ROW SET @x = 1");
    return new Transfer(folder).dump(server.config(), "some").dump;
  }

  private void restore(byte[] dump, String target, boolean replace, boolean direct, String... names)
      throws Exception {
    var options = new RestoreOptions(List.of(names), List.of(), 1, Optional.empty(), direct, false);
    var into =
        new RestoreRequest("some", Optional.of(target), replace, Map.of("charset", "utf8mb4"));
    try (var host = LocalHost.open(folder.resolve("restore"))) {
      new MysqlDriver()
          .restore(server.config(), into, options, new ByteArrayInputStream(dump), host);
      warnings.addAll(host.warnings());
    }
  }

  private List<String> names(String database) throws Exception {
    return server.rows(
        "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = '"
            + database
            + "' ORDER BY 1");
  }

  private List<String> triggers(String database) throws Exception {
    return server.rows(
        "SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = '"
            + database
            + "' ORDER BY 1");
  }

  private List<String> routines(String database) throws Exception {
    return server.rows(
        "SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = '"
            + database
            + "'");
  }
}
