package digital.vya.backup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways to a server without a password in the configuration. */
final class RouteTest {

  private static final String FILE = "org.postgresql.pgpassfile";

  private final PostgresDriver driver = new PostgresDriver();

  @TempDir Path folder;

  private LocalHost host;

  @BeforeEach
  void open() {
    host = LocalHost.open(folder.resolve("host"));
  }

  @AfterEach
  void close() throws Exception {
    System.clearProperty(FILE);
    host.close();
  }

  private static PostgresConfig without(PostgresServer server, String name, String user) {
    return PostgresConfig.of(name, server.port(), user, null).withToolsDir(server.toolsDir());
  }

  /** JDBC, pg_dump, pg_dumpall and psql, one after the other. */
  private void comesBack(PostgresServer server, PostgresConfig config) throws Exception {
    server.sql(
        "postgres",
        "DROP DATABASE IF EXISTS routed",
        "DROP DATABASE IF EXISTS routed2",
        "CREATE DATABASE routed");
    server.sql("routed", "CREATE TABLE t AS SELECT 42 AS a");
    driver.check(config, host);
    driver.dumpGlobals(config, new ByteArrayOutputStream(), host);
    var dump = new ByteArrayOutputStream();
    driver.dump(config, new DumpRequest("routed"), dump, host);
    driver.restore(
        config,
        new RestoreRequest("routed", Optional.of("routed2"), false, Map.of()),
        new ByteArrayInputStream(dump.toByteArray()),
        host);
    assertThat(server.rows("routed2", "SELECT a FROM t")).containsExactly("42");
  }

  private Path passwords(String permissions) throws Exception {
    String password = PostgresServer.PASSWORD.replace("\\", "\\\\").replace(":", "\\:");
    var file = Files.writeString(folder.resolve("pass"), "127.0.0.1:*:*:postgres:" + password);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void aFileOfPasswordsServesJdbcAndTools() throws Exception {
    System.setProperty(FILE, passwords("rw-------").toString());
    var server = PostgresServer.shared(15);
    comesBack(server, without(server, "127.0.0.1", PostgresServer.USER));
  }

  /** HOME of the tools is another one here, and has no such file. */
  @Test
  void theFileInTheHomeFolderServesJdbcAndTools() throws Exception {
    Files.move(passwords("rw-------"), folder.resolve(".pgpass"));
    String home = System.getProperty("user.home");
    var server = PostgresServer.shared(15);
    System.setProperty("user.home", folder.toString());
    try {
      comesBack(server, without(server, "127.0.0.1", PostgresServer.USER));
    } finally {
      System.setProperty("user.home", home);
    }
  }

  @Test
  void aFileOfPasswordsThatOthersCanReadIsNamed() throws Exception {
    var file = passwords("rw-r--r--");
    System.setProperty(FILE, file.toString());
    var server = PostgresServer.shared(15);
    var config = without(server, "127.0.0.1", PostgresServer.USER);
    assertThat(catchThrowableOfType(BackupException.class, () -> comesBack(server, config)))
        .hasMessageContaining(file.toString())
        .hasMessageContaining("0600");
  }

  @Test
  void aCheckWarnsOfAFileOfPasswordsThatTheToolsWillRefuse() throws Exception {
    var server = PostgresServer.shared(15);
    var config = without(server, "127.0.0.1", PostgresServer.USER);
    var file = passwords("rw-------");
    System.setProperty(FILE, file.toString());
    driver.check(config, host);
    assertThat(host.warnings()).isEmpty();

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    driver.check(config, host);
    assertThat(host.warnings()).singleElement().asString().contains(file.toString(), "chmod 600");
  }

  @Test
  void theSystemsUserIsEnoughOnASocket() throws Exception {
    String user = System.getProperty("user.name");
    try (var server = PostgresServer.start(15)) {
      server.sql("postgres", "CREATE ROLE " + Sql.identifier(user) + " SUPERUSER LOGIN");
      server.write("pg_hba.conf", "local all all peer\nhost all all all scram-sha-256\n");
      server.kill();
      server.boot();
      comesBack(server, without(server, server.folder().toString(), user));
      var stranger = without(server, server.folder().toString(), PostgresServer.USER);
      assertThat(catchThrowableOfType(BackupException.class, () -> driver.check(stranger, host)))
          .hasMessageContaining("check user and password")
          .hasMessageContaining("eer authentication failed");
    }
  }

  @Test
  void aPasswordServesOnASocketToo() throws Exception {
    var server = PostgresServer.shared(15);
    var config =
        PostgresConfig.of(
                server.folder().toString(),
                server.port(),
                PostgresServer.USER,
                server.config().password())
            .withToolsDir(server.toolsDir());
    comesBack(server, config);
  }

  @Test
  void aSocketThatIsNotThereIsNamed() {
    var server = PostgresServer.shared(15);
    var config = without(server, folder.toString(), PostgresServer.USER);
    var failure = catchThrowableOfType(BackupException.class, () -> driver.check(config, host));
    assertThat(failure)
        .hasMessageContaining(folder.resolve(".s.PGSQL." + server.port()).toString())
        .hasMessageContaining("No such file");
    assertThat(failure.worthRetrying()).isTrue();
  }
}
