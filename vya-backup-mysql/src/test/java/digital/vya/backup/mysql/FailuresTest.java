package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Reason;
import digital.vya.backup.core.LocalHost;
import java.io.OutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How backups fail, and what a user is told. */
final class FailuresTest {

  private final MysqlDriver driver = new MysqlDriver();
  private final MysqlServer server = MysqlServer.shared("MARIADB_10_11");

  @TempDir Path folder;

  @Test
  void aWrongPasswordIsAMatterOfConfiguration() throws Exception {
    assertThat(failureOfDump(server.config("root", "wrong"), "mysql").reason())
        .isEqualTo(Reason.CONFIGURATION);
  }

  @Test
  void aMissingToolIsNamedWithItsPackage() throws Exception {
    var failure = failureOfDump(server.config().withToolsDir(folder), "mysql");
    assertThat(failure.reason()).isEqualTo(Reason.ENVIRONMENT);
    assertThat(failure).hasMessageContaining("mariadb-client");
  }

  @Test
  void anUnknownDatabaseIsAMatterOfConfiguration() throws Exception {
    var failure = failureOfDump(server.config(), "not there");
    assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
    assertThat(failure).hasMessageContaining("not there");
  }

  private BackupException failureOfDump(MysqlConfig config, String database) throws Exception {
    try (var host = LocalHost.open(folder.resolve("host"))) {
      var failure =
          catchThrowableOfType(
              BackupException.class,
              () ->
                  driver.dump(
                      config, new DumpRequest(database), OutputStream.nullOutputStream(), host));
      assertThat(failure).as("a BackupException").isNotNull();
      return failure;
    }
  }
}
