package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dumps of some tables, on real servers; each is restored, as only that shows it is whole. */
final class TableSelectionTest {

  private static final String FROM = "se.lect";
  private static final String TO = "selected";

  @TempDir Path folder;
  private MysqlServer server = MysqlServer.shared("MARIADB_10_11");

  @AfterEach
  void drop() throws Exception {
    server.sql("", "DROP DATABASE IF EXISTS `" + FROM + "`", "DROP DATABASE IF EXISTS " + TO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void excluded_tables_go_with_the_views_that_read_them(String name) throws Exception {
    fill(name);
    Transfer transfer = transfer(List.of(), List.of("log_*", "se.lect.o?d", "never"), List.of());
    assertThat(names()).containsExactly("d.ot", "items", "on_items", "st'ock");
    assertThat(properties(transfer)).containsEntry("partial", "true");
    assertThat(transfer.warnings)
        .anyMatch(warning -> warning.contains("such as never;"))
        .anyMatch(warning -> warning.contains("left out as well: on_log, on_on_log"));
    assertThat(
            server.rows(
                "SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE"
                    + " ROUTINE_SCHEMA = 'selected'"))
        .containsExactly("p");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void included_tables_are_the_only_ones_and_some_have_no_rows(String name) throws Exception {
    fill(name);
    var include = List.of("items", "*o?k", "on_items", "d.ot");
    Transfer transfer = transfer(include, List.of(), List.of("it*", "d.ot"));
    assertThat(names()).containsExactly("d.ot", "items", "on_items", "st'ock");
    assertThat(server.rows("SELECT * FROM selected.items")).isEmpty();
    assertThat(server.rows("SELECT * FROM selected.`d.ot`")).isEmpty();
    assertThat(server.rows("SELECT * FROM selected.`st'ock`")).containsExactly("1");
    assertThat(
            server.rows(
                "SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE"
                    + " TRIGGER_SCHEMA = 'selected'"))
        .containsExactly("g");
    assertThat(properties(transfer)).containsEntry("partial", "true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MYSQL_9"})
  void names_that_the_programs_confuse_are_refused(String name) throws Exception {
    fill(name);
    server.sql(FROM, "CREATE TABLE Items (a int)");
    assertThatThrownBy(() -> transfer(List.of(), List.of("items"), List.of()))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("Items");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11"})
  void a_dump_of_everything_is_not_called_partial(String name) throws Exception {
    fill(name);
    Transfer transfer = transfer(List.of("*"), List.of(), List.of());
    assertThat(properties(transfer)).doesNotContainKey("partial");
  }

  private static Map<String, String> properties(Transfer transfer) {
    return Objects.requireNonNull(transfer.info).properties();
  }

  private Transfer transfer(List<String> include, List<String> exclude, List<String> structure)
      throws Exception {
    var config = server.config().with(new MysqlConfig.Tables(include, exclude, structure));
    return new Transfer(folder).dump(config, FROM).restore(server.config(), FROM, TO);
  }

  private void fill(String name) throws Exception {
    server = MysqlServer.shared(name);
    server.sql(
        "",
        "CREATE DATABASE `se.lect`",
        "USE `se.lect`",
        "CREATE TABLE items (a int)",
        "INSERT INTO items VALUES (1)",
        "CREATE TABLE `st'ock` (a int)",
        "INSERT INTO `st'ock` VALUES (1)",
        "CREATE TABLE `d.ot` (a int)",
        "INSERT INTO `d.ot` VALUES (1)",
        "CREATE TABLE old (a int)",
        "CREATE TABLE log_1 (a int)",
        "CREATE TABLE log_2 (a int)",
        "CREATE VIEW on_items AS SELECT a FROM items",
        "CREATE VIEW on_log AS SELECT items.a FROM items JOIN log_1 ON log_1.a = items.a",
        "CREATE VIEW on_on_log AS SELECT a FROM on_log",
        "CREATE TRIGGER g BEFORE INSERT ON items FOR EACH ROW SET NEW.a = 2",
        "CREATE PROCEDURE p() SELECT 1");
  }

  private List<String> names() throws Exception {
    return server.rows(
        "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'selected' ORDER BY"
            + " 1");
  }
}
