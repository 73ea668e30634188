package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DumpRewriterHostileTest {

  private static final String END = "-- Dump completed on 2026-01-01  1:02:03\n";
  private static final RewriteRules MARIADB = to("11.8.6-MariaDB");
  private static final RewriteRules MYSQL = to("9.7.4");

  @Test
  void any_other_way_to_set_the_mode_is_refused() {
    refused(
        MARIADB,
        "SET sql_mode := 'ANSI';",
        "SET @@sql_mode = 'ANSI';",
        "SET @@local.sql_mode = 'ANSI';",
        "SET SESSION sql_mode = 'ANSI';",
        "SET `sql_mode` = 'ANSI';",
        "SET sql_mode = concat('AN','SI');",
        "SET sql_mode = \"ANSI\";",
        "SET sql_mode = 'AN' 'SI';",
        "SET sql_mode = 4;",
        "SET sql_mode = DEFAULT;",
        "SET sql_mode = @old_sql_mode;",
        "SET @saved_sql_mode = 'ANSI';",
        "SET @x = @@sql_mode;",
        "SET @a = (SELECT @saved_sql_mode := 'ANSI');",
        "CREATE TRIGGER t BEFORE INSERT ON u FOR EACH ROW SET @`old_sql_mode` = 'ANSI';",
        "INSERT INTO t VALUES (@saved_sql_mode := 'ANSI');",
        "SET STATEMENT sql_mode='ANSI' FOR SELECT 1;",
        "SET GLOBAL general_log_file = 'x';",
        "SET character_set_client = gbk;",
        "SET NAMES sjis;");
  }

  @Test
  void a_mode_that_is_set_and_one_that_is_restored_decide_on_the_end_of_a_text()
      throws IOException {
    String set = "SET @saved_sql_mode = @@sql_mode;\nSET sql_mode = 'NO_BACKSLASH_ESCAPES';\n";
    String restored = "SET sql_mode = @SAVED_SQL_MODE;\n";
    passes(MYSQL, set + "INSERT INTO t VALUES ('\\');\n" + restored);
    passes(MYSQL, set + restored + "INSERT INTO t VALUES ('\\'); system x; -- ');\n");
    refused(MYSQL, set + "INSERT INTO t VALUES ('\\'); system x; -- ');");
  }

  @Test
  void comments_are_read_as_the_target_does() throws IOException {
    passes(MYSQL, "/*M!100100 DROP DATABASE x */;\n");
    passes(MARIADB, "/*!80000 DROP DATABASE x */;\n");
    refused(MARIADB, "/*M!100100 DROP DATABASE x */;", "/*!100100 DROP DATABASE x */;");
    refused(MYSQL, "/*!80000 DROP DATABASE x */;", "/*!080000 DROP DATABASE x */;");
    refused(RewriteRules.none(), "/*M! DROP DATABASE x */;", "/*!80000 DROP DATABASE x */;");
  }

  @Test
  void comments_that_one_side_reads_differently_are_refused() throws IOException {
    for (RewriteRules rules : List.of(RewriteRules.none(), MYSQL, MARIADB)) {
      refused(
          rules,
          "/*!500030 SELECT '*/; DROP DATABASE x; -- ' */;",
          "/*!99999 '*/; DROP DATABASE x; -- ' */;",
          "/*M!999998 ' */;",
          "/*!99999 /* */ */;",
          "/*!123 x */;",
          "/*!50003 /*!50003 x */ */;",
          "/*!50003 DROP TABLE x ; */;");
    }
    String table = "CREATE TABLE `t` (`a` int /*!80023 INVISIBLE */) /*!80016 ENCRYPTION='N' */;\n";
    passes(MYSQL, table);
    passes(MARIADB, table);
    passes(RewriteRules.none(), table);
  }

  @Test
  void statements_about_other_databases_are_refused() throws IOException {
    for (RewriteRules rules : List.of(MYSQL, MYSQL.between("a", "b"))) {
      refused(
          rules,
          "USE c;",
          "USE c /* a */;",
          "USE c a;",
          "CREATE DATABASE c COMMENT 'a';",
          "DROP DATABASE c;",
          "DROP DATABASE a, c;",
          "DROP SCHEMA IF EXISTS c;",
          "ALTER DATABASE c CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;",
          "ALTER DATABASE a READ ONLY = 1;",
          "ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;",
          "DROP TABLE c.t;",
          "INSERT INTO c.t VALUES (1);",
          "INSERT INTO `c` . `t` VALUES (1);",
          "REPLACE INTO `c`/**/.t VALUES (1);",
          "/*!50003 INSERT INTO c.t VALUES (1) */;",
          "DROP TABLE t, `c`.t;",
          "CREATE TABLE IF NOT EXISTS c.t (a int);",
          "ALTER TABLE c.t DISABLE KEYS;",
          "LOCK TABLES c.t WRITE;");
    }
    refused(MYSQL, "USE a;", "CREATE DATABASE a;", "DROP DATABASE a;");
    RewriteRules rules = MYSQL.between("a", "b");
    assertThat(run("USE `a`;\nCREATE DATABASE /*!32312 IF NOT EXISTS*/ `a`;\n", rules))
        .isEqualTo("\n\n" + END);
    assertThat(run("ALTER DATABASE a CHARACTER SET x COLLATE x_bin ;\n", rules))
        .isEqualTo("ALTER DATABASE `b` CHARACTER SET x COLLATE x_bin ;\n" + END);
  }

  @Test
  void a_table_that_is_called_as_its_database_keeps_its_columns() throws IOException {
    String view = "CREATE VIEW `v` AS select `a`.`id` AS `x`,%s`f`(1),'a.a' from %s`a`;\n";
    assertThat(run(view.formatted("`a`.", "`a`."), MYSQL.between("a", "b")))
        .isEqualTo(view.formatted("`b`.", "`b`.") + END);
    String key = "CREATE TABLE t (a int, CONSTRAINT k FOREIGN KEY (a) REFERENCES %s.`a` (a));\n";
    assertThat(run(key.formatted("a"), MYSQL.between("a", "b")))
        .isEqualTo(key.formatted("`b`") + END);
    String row = "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.x = old.y;\n";
    assertThat(run(row, MYSQL.between("old", "b"))).isEqualTo(row + END);
  }

  @Test
  void statements_that_no_tool_writes_are_refused() {
    refused(
        MARIADB,
        "CREATE USER x;",
        "CREATE FUNCTION f RETURNS STRING SONAME 'x.so';",
        "CREATE DEFINER=a@b USER x;",
        "START SLAVE;",
        "CHANGE MASTER TO MASTER_HOST='x';",
        "DO SLEEP(1);",
        "SELECT 1;",
        "DO SETVAL(s, f(1));",
        "ANALYZE TABLE t;",
        "LOCK INSTANCE FOR BACKUP;");
  }

  @Test
  void data_of_any_length_is_not_held() throws IOException {
    String row = "INSERT INTO `t` VALUES ('" + "x".repeat(17 << 20) + "')";
    passes(MYSQL, "/* held */ " + row + ";\n");
    passes(MYSQL, "/*!50003 " + row + " */;\n");
  }

  @Test
  void the_end_mark_counts_only_as_the_last_line() throws IOException {
    assertThat(run("SET NAMES utf8mb4;\n", MYSQL)).endsWith(END);
    assertThat(text(END + "\n\n", MYSQL)).isEqualTo(END + "\n\n");
    for (String after : List.of("-- x\n", "DELIMITER ;;\n", "/* x */", "COMMIT;\n", "COMMIT")) {
      incomplete(END + after);
    }
    incomplete("/* x */ " + END);
    incomplete(" " + END);
    incomplete("SET NAMES utf8mb4\n" + END);
    incomplete("INSERT INTO t VALUES ('\n" + END);
    incomplete("/*!50003 DROP TABLE t\n" + END);
    incomplete("/* x\n" + END);
    incomplete(END.strip());
  }

  private static void incomplete(String dump) {
    assertThatThrownBy(() -> text(dump, MYSQL)).as(dump).hasMessageContaining("incomplete");
  }

  private static RewriteRules to(String server) {
    return RewriteRules.none().to(Version.ofText(server));
  }

  private static void refused(RewriteRules rules, String... statements) {
    for (String statement : statements) {
      assertThatThrownBy(() -> run(statement + "\n", rules))
          .as(statement)
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("by hand");
    }
  }

  private static void passes(RewriteRules rules, String dump) throws IOException {
    assertThat(run(dump, rules).equals(dump + END)).as(dump.substring(0, 9)).isTrue();
  }

  private static String run(String dump, RewriteRules rules) throws IOException {
    return text(dump + END, rules);
  }

  private static String text(String dump, RewriteRules rules) throws IOException {
    byte[] bytes = dump.getBytes(StandardCharsets.ISO_8859_1);
    try (DumpRewriter in = new DumpRewriter(new ByteArrayInputStream(bytes), rules)) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
