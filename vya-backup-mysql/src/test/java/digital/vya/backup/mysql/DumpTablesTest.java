package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.RowHash;
import digital.vya.backup.api.TableFingerprint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DumpTablesTest {

  private static final Version MARIADB = Version.ofText("11.8.6-MariaDB");
  private static final Version MYSQL = Version.ofText("9.7.4");
  private static final String END = "\n-- Dump completed on 2026-01-01  1:02:03\n";
  private static final List<String> ODD =
      List.of(
          "1,'a),(''b\\'),(\\\\',NULL",
          "-2.5e10,_binary '\0\u00ff\\n;\nINSERT INTO `t` VALUES (1);\n',0x00FF",
          "3,'',(4)",
          "4,'-- x\n/* ` \" DELIMITER ;;',5",
          "");
  private static final String AROUND =
      """
      /*M!999999\\- enable the sandbox mode */\s
      -- it's `

      /*!50503 SET NAMES utf8mb4 */;
      DROP TABLE IF EXISTS `t`;
      """;
  private static final String ROUTINE =
      "/*!50003 SET @saved_sql_mode       = @@sql_mode */ ;\n"
          + "/*!50003 SET sql_mode              = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES' */ ;\n"
          + "DELIMITER ;;\n/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER g BEFORE"
          + " INSERT ON t FOR EACH ROW BEGIN SET @a = '\\';\n"
          + "INSERT INTO `t` VALUES (9);\nSET @b = '\\', @c = \"\"; /*'*/ -- '\n END */;;\n"
          + "DELIMITER ;\n/*!50003 SET sql_mode              = @saved_sql_mode */ ;\n";

  @Test
  void rows_are_those_of_each_statement_wherever_the_bytes_are_cut() {
    String list = "(" + String.join("),(", ODD) + ")";
    String lines = "\n(" + String.join("),\n(", ODD) + ")";
    String dump =
        AROUND
            + "CREATE TABLE `t` (\n  `a;` int COMMENT 'it''s ;'\n) COMMENT='\\'';\n"
            + "INSERT INTO `t` VALUES "
            + list
            + ";\n"
            + ROUTINE
            + "CREATE TABLE `em``pty.1` (`a` int);\n"
            + "INSERT INTO `t` (`VALUES (`, `b``)`) VALUES"
            + lines
            + ";\n"
            + "/*!50001 CREATE VIEW `v` AS SELECT 1 AS `a`*/;\n"
            + END;
    List<String> rows = new ArrayList<>(ODD);
    rows.addAll(ODD);
    List<TableFingerprint> expected = List.of(of("t", rows), of("em`pty.1", List.of()));
    byte[] bytes = dump.getBytes(StandardCharsets.ISO_8859_1);
    for (int size = 1; size <= bytes.length; size++) {
      assertThat(read(bytes, size, MARIADB)).as("in pieces of " + size).isEqualTo(expected);
    }
    assertThat(read(bytes, 7, MYSQL)).isEqualTo(expected);
  }

  @Test
  void order_does_not_matter_but_every_byte_does() {
    assertThat(one("(1,'a'),(2,'b')")).isEqualTo(one("(2,'b'),(1,'a')"));
    for (String other :
        List.of("(1,'a'),(2,'B')", "(1,'a')", "(1,'a'),(2,'b'),(2,'b')", "(1,'a),(2,''b')")) {
      assertThat(one(other)).as(other).isNotEqualTo(one("(1,'a'),(2,'b')"));
    }
  }

  @Test
  void sequences_are_rows_of_one_table() {
    String dump =
        """
        CREATE SEQUENCE `s` start with 1;
        DO SETVAL(`s`, 5, 0);
        CREATE SEQUENCE `u` start with 1;
        SELECT SETVAL(`u`, 7, 0);
        """;
    assertThat(read((dump + END).getBytes(StandardCharsets.UTF_8), 5, MARIADB))
        .isEqualTo(List.of(of("(sequences)", List.of("`s`, 5, 0", "`u`, 7, 0"))));
  }

  @Test
  void names_are_told_as_the_server_knows_them() {
    byte[] dump = ("CREATE TABLE `日``;'ü` (`a` int);" + END).getBytes(StandardCharsets.UTF_8);
    assertThat(read(dump, 3, MYSQL)).extracting(TableFingerprint::table).containsExactly("日`;'ü");
  }

  @Test
  void what_is_no_row_of_a_dump_program_is_not_guessed_at() {
    for (String rows :
        List.of(
            "INSERT INTO `t` SELECT 1;",
            "INSERT INTO `t` VALUES (1) ON DUPLICATE KEY UPDATE a = 1;",
            "INSERT INTO `t` VALUES (\"a\");",
            "INSERT INTO `t` VALUES (1",
            "INSERT INTO `t` VALUES ('",
            "CREATE TABLE `t` (")) {
      assertThatThrownBy(() -> read(rows.getBytes(StandardCharsets.UTF_8), 4, MYSQL))
          .as(rows)
          .isInstanceOf(BackupException.class);
    }
  }

  private static TableFingerprint of(String table, List<String> rows) {
    var hash = new RowHash();
    for (String row : rows) {
      byte[] bytes = row.getBytes(StandardCharsets.ISO_8859_1);
      hash.row(bytes, 0, bytes.length);
    }
    return hash.fingerprint(table);
  }

  private static List<TableFingerprint> one(String rows) {
    String dump = "CREATE TABLE `t` (`a` int);\nINSERT INTO `t` VALUES " + rows + ";\n" + END;
    return read(dump.getBytes(StandardCharsets.UTF_8), 64, MYSQL);
  }

  private static List<TableFingerprint> read(byte[] dump, int size, Version server) {
    var tables = new DumpTables(server);
    for (int at = 0; at < dump.length; at += size) {
      tables.read(dump, at, Math.min(size, dump.length - at));
    }
    return tables.all();
  }
}
