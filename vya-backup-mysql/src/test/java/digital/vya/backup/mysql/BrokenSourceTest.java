package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Reason;
import digital.vya.backup.core.LocalHost;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A source that is damaged, or goes away, gives no dump that looks like one. */
final class BrokenSourceTest {

  private static final String DATABASE = "broken";

  @TempDir Path folder;

  private MysqlServer server = MysqlServer.shared("MARIADB_10_11");

  @AfterEach
  void drop() throws Exception {
    server.sql("", "DROP DATABASE IF EXISTS " + DATABASE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void aViewOfADroppedTableIsNamed(String name) throws Exception {
    make(name, "CREATE TABLE t (id INT)", "CREATE VIEW the_view AS SELECT id FROM t");
    server.sql(DATABASE, "DROP TABLE t");

    BackupException failure = failure(server.config());
    assertThat(failure.reason()).isEqualTo(Reason.DATA);
    assertThat(failure).hasMessageContaining("the_view").hasMessageContaining("drop or mend");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MYSQL_9"})
  void aCrashedTableIsNamed(String name) throws Exception {
    make(
        name,
        "CREATE TABLE crashed (id INT, t TEXT) ENGINE=MyISAM",
        "INSERT INTO crashed VALUES (1, REPEAT('x', 60000)), (2, REPEAT('y', 60000))",
        "FLUSH TABLES");
    try (var data =
        FileChannel.open(
            server.folder().resolve("data/" + DATABASE + "/crashed.MYD"),
            StandardOpenOption.WRITE)) {
      data.truncate(1000);
    }
    BackupException failure = failure(server.config());
    assertThat(failure).hasMessageContaining("crashed").hasMessageContaining("REPAIR TABLE");
    assertThat(failure.reason()).isEqualTo(Reason.DATA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void tablesWithoutTransactionsAreNamed(String name) throws Exception {
    make(
        name,
        "CREATE TABLE plain (id INT) ENGINE=MyISAM",
        "CREATE TABLE sound (id INT) ENGINE=InnoDB");
    assertThat(new Transfer(folder).dump(server.config(), DATABASE).warnings)
        .singleElement()
        .asString()
        .contains("plain (MyISAM)", "lock")
        .doesNotContain("sound");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void lockedTablesAreOfOneMoment(String name) throws Exception {
    make(name, "CREATE TABLE plain (id INT) ENGINE=MyISAM", "INSERT INTO plain VALUES (1)");
    var config = server.config();
    var locking = config.with(MysqlConfig.Lock.TABLES);
    var transfer = new Transfer(folder).dump(locking, DATABASE);
    assertThat(transfer.warnings).isEmpty();
    assertThat(transfer.text()).contains("INSERT INTO `plain`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void aServerThatDiesWhileItIsDumpedIsAFailure(String name) throws Exception {
    try (var own = MysqlServer.start(name)) {
      own.sql("", "CREATE DATABASE " + DATABASE);
      own.sql(DATABASE, "CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, b LONGBLOB)");
      for (int n = 0; n < 30; n++) {
        own.sql(DATABASE, "INSERT INTO t (b) VALUES (REPEAT('x', 1000000))");
      }
      var killing =
          new OutputStream() {
            private long seen;

            @Override
            public void write(int b) {
              throw new AssertionError();
            }

            @Override
            public void write(byte[] buffer, int offset, int length) {
              seen += length;
              if (seen > 1_000_000) {
                own.kill();
              }
            }
          };
      BackupException failure = failure(own.config(), killing);
      assertThat(failure.worthRetrying()).isTrue();
      assertThat(failure).hasMessageContaining("does it stay up");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void rowsThatTheServerWillNotTakeAreToldWithTheSetting(String name) throws Exception {
    make(name, "CREATE TABLE t (b LONGBLOB)");
    server.sql(DATABASE, "INSERT INTO t VALUES (REPEAT('x', 3000000))");
    var transfer = new Transfer(folder).dump(server.config(), DATABASE);
    server.sql("", "SET GLOBAL max_allowed_packet = 1048576");
    try {
      var failure =
          catchThrowableOfType(
              BackupException.class, () -> transfer.restore(server.config(), DATABASE, "too_big"));
      assertThat(failure)
          .isNotNull()
          .hasMessageContaining("max_allowed_packet")
          .hasMessageNotContaining("78787878");
      assertThat(server.rows("SHOW DATABASES LIKE 'too\\_big'")).isEmpty();
    } finally {
      server.sql("", "SET GLOBAL max_allowed_packet = 67108864");
    }
  }

  private void make(String name, String... statements) throws Exception {
    server = MysqlServer.shared(name);
    drop();
    server.sql("", "CREATE DATABASE " + DATABASE);
    server.sql(DATABASE, statements);
  }

  private BackupException failure(MysqlConfig config) throws Exception {
    return failure(config, OutputStream.nullOutputStream());
  }

  private BackupException failure(MysqlConfig config, OutputStream sink) throws Exception {
    try (var host = LocalHost.open(Files.createTempDirectory(folder, "host"))) {
      var failure =
          catchThrowableOfType(
              BackupException.class,
              () -> new MysqlDriver().dump(config, new DumpRequest(DATABASE), sink, host));
      assertThat(failure).as("what the dump threw").isNotNull();
      return failure;
    }
  }
}
