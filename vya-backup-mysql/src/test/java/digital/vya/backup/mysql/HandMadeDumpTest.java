package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.RestoreOptions;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dumps that somebody made with the tools, without a manifest. */
final class HandMadeDumpTest {

  private static final String TEXT = "DROP DATABASE `hand made`; USE `hand made`;\n'),(";

  @TempDir Path folder;
  private MysqlServer server = MysqlServer.shared("MARIADB_10_11");

  @AfterEach
  void drop() throws Exception {
    server.sql(
        "",
        "DROP DATABASE IF EXISTS `hand made`",
        "DROP DATABASE IF EXISTS other",
        "DROP DATABASE IF EXISTS hand_copy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void a_dump_that_drops_and_creates_its_database_restores_under_any_name(String name)
      throws Exception {
    fill(name);
    for (String dump :
        List.of(
            server.handMade("--add-drop-database", "--databases", "hand made"),
            server.handMade(
                "--add-drop-database",
                "--single-transaction",
                "--routines",
                "--triggers",
                "--events",
                "--databases",
                "hand made"),
            server.handMade("--routines", "--triggers", "--events", "hand made"))) {
      restore(dump, "a guess by the name of the file", "hand_copy");
      assertThat(server.rows("SELECT a FROM hand_copy.seen")).containsExactly(TEXT);
      assertThat(server.rows("SELECT a FROM `hand made`.t")).containsExactly(TEXT);
      assertThat(server.rows("SELECT b FROM hand_copy.t")).containsExactly("1");
      server.sql("hand_copy", "INSERT INTO t VALUES ('x', 1)");
      assertThat(server.rows("SELECT b FROM hand_copy.t ORDER BY b")).containsExactly("1", "2");
      assertThat(server.rows("SELECT b FROM `hand made`.t")).containsExactly("1");
      server.sql("", "DROP DATABASE hand_copy");
    }
    String whole = server.handMade("--add-drop-database", "--databases", "hand made");
    server.sql("", "DROP DATABASE `hand made`");
    restore(whole, "hand made", "hand made");
    assertThat(server.rows("SELECT a FROM `hand made`.seen")).containsExactly(TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void of_a_dump_of_several_databases_the_named_one_is_restored(String name) throws Exception {
    fill(name);
    server.sql(
        "",
        "CREATE DATABASE other",
        "USE other",
        "CREATE TABLE t (a text, c int)",
        "CREATE TABLE more (a int)",
        "INSERT INTO t VALUES (" + Sql.literal(TEXT) + ", 7)",
        "CREATE VIEW seen AS SELECT t.c FROM t, `hand made`.t t2",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DO SELECT 1");
    for (String dump :
        List.of(
            server.handMade("--routines", "--events", "--databases", "hand made", "other"),
            server.handMade("--routines", "--events", "--databases", "other", "hand made"),
            server.handMade("--add-drop-database", "--routines", "--events", "--all-databases"))) {
      restore(dump, "hand made", "hand_copy");
      assertThat(server.rows("SHOW FULL TABLES FROM hand_copy"))
          .containsExactlyInAnyOrder("seen|VIEW", "t|BASE TABLE");
      assertThat(server.rows("SELECT a, b FROM hand_copy.t")).containsExactly(TEXT + "|1");
      server.sql("hand_copy", "INSERT INTO t VALUES ('x', 1)");
      assertThat(server.rows("SELECT b FROM hand_copy.t ORDER BY b")).containsExactly("1", "2");
      server.sql("", "DROP DATABASE hand_copy", "CREATE DATABASE hand_copy COLLATE latin1_bin");
      restore(dump, "other", "hand_copy");
      assertThat(server.rows("SELECT c FROM hand_copy.t")).containsExactly("7");
      assertThat(server.rows("SELECT c FROM hand_copy.seen")).containsExactly("7");
      assertThat(server.rows("SHOW CREATE DATABASE hand_copy").get(0)).contains("latin1_bin");
      server.sql("", "DROP DATABASE hand_copy");
      assertThatThrownBy(() -> restore(dump, "a third one", "hand_copy"))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("several databases")
          .hasMessageContaining("hand made")
          .hasMessageContaining("other");
      assertThat(server.rows("SHOW DATABASES LIKE 'hand%'")).containsExactly("hand made");
      assertThat(server.rows("SELECT b FROM `hand made`.t")).containsExactly("1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_11_8", "MYSQL_9"})
  void tables_of_one_of_several_databases_leave_others_alone(String name) throws Exception {
    fill(name);
    server.sql(
        "",
        "CREATE DATABASE other",
        "CREATE TABLE other.t (a text, b int)",
        "INSERT INTO other.t VALUES ('o', 5)",
        "CREATE DATABASE hand_copy",
        "CREATE TABLE hand_copy.stays (a int)");
    String dump = server.handMade("--databases", "hand made", "other");
    for (boolean direct : List.of(true, false)) {
      var options = new RestoreOptions(List.of("t"), List.of(), 1, Optional.empty(), direct, false);
      restore(dump, "other", "hand_copy", options);
      assertThat(server.rows("SELECT b FROM hand_copy.t")).containsExactly("5");
      assertThat(server.rows("SHOW TABLES FROM hand_copy")).containsExactly("stays", "t");
      server.sql("hand_copy", "DROP TABLE t");
      assertThatThrownBy(() -> restore(dump, "none", "hand_copy", options))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("several databases");
      assertThat(server.rows("SHOW TABLES FROM hand_copy")).containsExactly("stays");
    }
  }

  private void fill(String name) throws Exception {
    server = MysqlServer.shared(name);
    server.sql(
        "",
        "CREATE DATABASE `hand made`",
        "USE `hand made`",
        "CREATE TABLE t (a text, b int) COMMENT='DROP DATABASE `hand made`;'",
        "INSERT INTO t VALUES (" + Sql.literal(TEXT) + ", 1)",
        "CREATE VIEW seen AS SELECT a FROM t",
        "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW"
            + " SET NEW.b = (SELECT max(b) + 1 FROM `hand made`.t)",
        "CREATE PROCEDURE p() SELECT 'USE `x`;\\nDROP DATABASE `hand made`;'");
  }

  private void restore(String dump, String database, String target) throws Exception {
    restore(dump, database, target, RestoreOptions.NONE);
  }

  private void restore(String dump, String database, String target, RestoreOptions options)
      throws Exception {
    var into = new RestoreRequest(database, Optional.of(target), false, Map.of());
    try (var host = LocalHost.open(folder.resolve("restore"))) {
      byte[] bytes = dump.getBytes(StandardCharsets.UTF_8);
      new MysqlDriver()
          .restore(server.config(), into, options, new ByteArrayInputStream(bytes), host);
    }
  }
}
