package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
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
  void a_dump_of_several_databases_is_refused_and_leaves_nothing(String name) throws Exception {
    fill(name);
    server.sql("", "CREATE DATABASE other", "CREATE TABLE other.t (a int)");
    String dump = server.handMade("--databases", "hand made", "other");
    assertThatThrownBy(() -> restore(dump, "hand made", "hand_copy"))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("several databases")
        .hasMessageContaining("hand made")
        .hasMessageContaining("other");
    String all = server.handMade("--all-databases");
    assertThatThrownBy(() -> restore(all, "hand made", "hand_copy"))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("several databases");
    assertThat(server.rows("SHOW DATABASES LIKE 'hand%'")).containsExactly("hand made");
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
    var into = new RestoreRequest(database, Optional.of(target), false, Map.of());
    try (var host = LocalHost.open(folder.resolve("restore"))) {
      new MysqlDriver()
          .restore(
              server.config(),
              into,
              new ByteArrayInputStream(dump.getBytes(StandardCharsets.UTF_8)),
              host);
    }
  }
}
