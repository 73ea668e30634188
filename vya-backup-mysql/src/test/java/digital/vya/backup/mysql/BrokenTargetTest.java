package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A target that goes away while it is restored to is never told as a success. */
final class BrokenTargetTest {

  private static final String FROM = "broken_target";
  private static final String TO = "broken_target_again";
  private static final int ROWS = 12;

  /** More than the pipes and buffers on the way hold. */
  private static final int MIDDLE = 6_000_000;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void aServerThatDiesIsTriedAgainAndWhatItHoldsIsNamed(String name) throws Exception {
    try (var own = MysqlServer.start(name);
        var host = LocalHost.open(folder.resolve("host"))) {
      byte[] dump = dump(own);
      BackupException failure = failure(own, host, dump, own::kill);

      assertThat(failure.worthRetrying()).as(failure.getMessage()).isTrue();
      assertThat(failure).hasMessageContaining("cannot reach");
      assertThat(host.warnings()).anyMatch(told -> told.contains(TO + " is incomplete; drop it"));
    }
  }

  /** A client that connects anew would go on without the time zone and modes of the dump. */
  @ParameterizedTest
  @CsvSource({
    "MARIADB_10_11, false",
    "MARIADB_11_8, false",
    "MYSQL_9, false",
    "MARIADB_10_11, true",
    "MYSQL_9, true"
  })
  void aConnectionThatIsLostIsNotTakenUpAgain(String name, boolean existed) throws Exception {
    var server = MysqlServer.shared(name);
    try (var host = LocalHost.open(folder.resolve("host"))) {
      byte[] dump = dump(server);
      if (existed) {
        server.sql("", "CREATE DATABASE " + TO + " COLLATE utf8mb4_bin");
      }
      BackupException failure = failure(server, host, dump, () -> killClients(server));

      assertThat(failure).hasMessageContaining("connection");
      assertThat(host.warnings()).isEmpty();
      assertThat(server.rows("SHOW DATABASES LIKE 'broken\\_target\\_again'"))
          .hasSize(existed ? 1 : 0);
      assertThat(
              server.rows(
                  "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = '" + TO + "'"))
          .isEmpty();
    } finally {
      drop(server);
    }
  }

  @Test
  void aSlowSourceIsWaitedForLongerThanTheServerWould() throws Exception {
    var server = MysqlServer.shared("MYSQL_9");
    var seen = new ArrayList<String>();
    try (var host = LocalHost.open(folder.resolve("host"))) {
      byte[] dump = dump(server);
      var request = new RestoreRequest(FROM, Optional.of(TO), false, Map.of());
      var source = breaking(dump, () -> seen.addAll(patience(server)));
      new MysqlDriver().restore(server.config(), request, source, host);
      assertThat(seen).containsExactly("86400");
    } finally {
      drop(server);
    }
  }

  private static List<String> patience(MysqlServer server) {
    try {
      return server.rows(
          "SELECT VARIABLE_VALUE FROM performance_schema.variables_by_thread JOIN"
              + " performance_schema.threads USING (THREAD_ID) WHERE PROCESSLIST_DB = '"
              + TO
              + "' AND VARIABLE_NAME = 'wait_timeout'");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void killClients(MysqlServer server) {
    try {
      List<String> clients =
          server.rows(
              "SELECT ID FROM information_schema.PROCESSLIST WHERE DB = '"
                  + TO
                  + "' AND ID <> CONNECTION_ID()");
      assertThat(clients).hasSize(1);
      server.sql("", "KILL CONNECTION " + clients.get(0));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void drop(MysqlServer server) throws Exception {
    server.sql("", "DROP DATABASE IF EXISTS " + FROM, "DROP DATABASE IF EXISTS " + TO);
  }

  private byte[] dump(MysqlServer server) throws Exception {
    drop(server);
    server.sql("", "CREATE DATABASE " + FROM);
    server.sql(FROM, "CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, b LONGTEXT)");
    for (int n = 0; n < ROWS; n++) {
      server.sql(FROM, "INSERT INTO t (b) VALUES (REPEAT('x', 1000000))");
    }
    return new Transfer(folder).dump(server.config(), FROM).dump;
  }

  private static BackupException failure(
      MysqlServer server, LocalHost host, byte[] dump, Runnable inTheMiddle) {
    var request = new RestoreRequest(FROM, Optional.of(TO), false, Map.of());
    var failure =
        catchThrowableOfType(
            BackupException.class,
            () ->
                new MysqlDriver()
                    .restore(server.config(), request, breaking(dump, inTheMiddle), host));
    assertThat(failure).as("what the restore threw").isNotNull();
    assertThat(failure.getMessage()).doesNotContain("xxxx", "\n");
    return failure;
  }

  private static InputStream breaking(byte[] dump, Runnable inTheMiddle) {
    return new FilterInputStream(new ByteArrayInputStream(dump)) {
      private long taken;
      private boolean broken;

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        if (!broken && taken > MIDDLE) {
          broken = true;
          inTheMiddle.run();
        }
        int count = super.read(buffer, offset, length);
        taken += Math.max(0, count);
        return count;
      }
    };
  }

  @Test
  void anInterruptBesideTheTargetLeavesTheTargetAlone() throws Exception {
    var server = MysqlServer.shared("MARIADB_10_11");
    try (var local = LocalHost.open(folder.resolve("host"))) {
      byte[] dump = dump(server);
      server.sql("", "CREATE DATABASE " + TO, "CREATE TABLE " + TO + ".old (id INT)");
      var host = new FeedInterruptingHost(local, 1);
      var request = new RestoreRequest(FROM, Optional.of(TO), true, Map.of());

      var failure =
          catchThrowableOfType(
              InterruptedException.class,
              () ->
                  new MysqlDriver()
                      .restore(server.config(), request, new ByteArrayInputStream(dump), host));

      assertThat(failure).as("what the restore threw").isNotNull();
      assertThat(server.rows("SHOW DATABASES LIKE 'broken\\_target\\_again\\_vya%'")).isEmpty();
      assertThat(server.rows("SHOW TABLES FROM " + TO)).containsExactly("old");
    } finally {
      drop(server);
    }
  }
}
