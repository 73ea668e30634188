package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.TableFingerprint;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fingerprints of what only real servers write. */
final class FingerprintsTest {

  @TempDir Path folder;
  private final MysqlDriver driver = new MysqlDriver();
  private MysqlServer server = MysqlServer.shared("MARIADB_10_11");

  @AfterEach
  void drop() throws Exception {
    server.sql("", "DROP DATABASE IF EXISTS prints", "DROP DATABASE IF EXISTS prints_copy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void a_copy_has_the_same_whatever_the_tables_are(String name) throws Exception {
    server = MysqlServer.shared(name);
    fill();
    List<TableFingerprint> source = fingerprints("prints");
    assertThat(source)
        .filteredOn(each -> each.table().equals("types"))
        .extracting(TableFingerprint::rows)
        .containsExactly(3L);
    assertThat(source)
        .filteredOn(each -> each.rows() == 0)
        .extracting(TableFingerprint::table)
        .containsExactly("empty `one`;");
    var tables = new ArrayList<>(List.of("empty `one`;", "made", "types"));
    if (!server.isMysql()) {
      tables.addAll(0, List.of("(sequences)"));
      tables.add("versioned");
    }
    assertThat(source)
        .extracting(TableFingerprint::table)
        .containsExactlyInAnyOrderElementsOf(tables);
    assertThat(fingerprints("prints_copy")).containsExactlyInAnyOrderElementsOf(source);

    server.sql("prints_copy", "UPDATE made SET a = 3 WHERE a = 2");
    var changed = new ArrayList<>(fingerprints("prints_copy"));
    changed.removeAll(source);
    assertThat(changed).extracting(TableFingerprint::table).containsExactly("made");
  }

  private void fill() throws Exception {
    server.sql(
        "",
        "CREATE DATABASE prints CHARACTER SET utf8mb4",
        "USE prints",
        "CREATE TABLE `empty ``one``;` (a int)",
        "CREATE TABLE made (a int, b int AS (a + 1) STORED, `VALUES (` text)",
        "INSERT INTO made (a) VALUES (1), (2)",
        "CREATE TABLE types (id int PRIMARY KEY AUTO_INCREMENT, f float, d double, n decimal(9,3),"
            + " t timestamp NULL, j json, bits bit(9), shape geometry, bin varbinary(40), text1"
            + " longtext, e enum('a''),(b', 'c'))",
        "INSERT INTO types (f, d, n, t, j, bits, shape, bin, text1, e) VALUES (0.1, 1e300, -1.5,"
            + " '2024-01-02 03:04:05', '{\"a\": [1, \"),(\"]}', b'101', ST_GeomFromText('POINT(1"
            + " 2)'), 0x27292C28005C, CONCAT('\\\\ '' \" \\n),(', CHAR(0), '日本'), 1)",
        "INSERT INTO types (f) VALUES (NULL)",
        "INSERT INTO types (text1) VALUES (REPEAT('\\';\\nINSERT INTO `made` VALUES (1);', 60000))",
        "CREATE VIEW seen AS SELECT a FROM made",
        "CREATE TRIGGER g BEFORE INSERT ON made FOR EACH ROW SET @x = '\nINSERT INTO `made` VALUES"
            + " (7);\n'");
    if (!server.isMysql()) {
      server.sql(
          "prints",
          "CREATE SEQUENCE numbers START WITH 5 CACHE 10",
          "DO NEXTVAL(numbers)",
          "CREATE TABLE versioned (a int) WITH SYSTEM VERSIONING",
          "INSERT INTO versioned VALUES (1), (2)",
          "DELETE FROM versioned WHERE a = 1");
    }
  }

  /** Makes the copy as well when the source is asked for. */
  private List<TableFingerprint> fingerprints(String database) throws Exception {
    var told = new ArrayList<TableFingerprint>();
    var sink = new ByteArrayOutputStream();
    try (var host = LocalHost.open(folder)) {
      var info = driver.dump(server.config(), new DumpRequest(database), sink, told::add, host);
      if (database.equals("prints")) {
        var copy =
            new RestoreRequest(database, Optional.of("prints_copy"), false, info.properties());
        driver.restore(server.config(), copy, new ByteArrayInputStream(sink.toByteArray()), host);
      }
      assertThat(host.warnings()).noneMatch(warning -> warning.contains("fingerprints"));
    }
    return told;
  }
}
