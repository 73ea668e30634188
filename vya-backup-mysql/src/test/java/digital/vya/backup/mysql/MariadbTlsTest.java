package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Secret;
import digital.vya.backup.core.LocalHost;
import digital.vya.backup.mysql.MysqlConfig.Tls;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server of MariaDB whose certificate is made out to localhost, and to no address. */
final class MariadbTlsTest {

  private static final String DATABASE = "protected";

  /** Newer programs take one that is usually local for safe, whatever the certificate says. */
  private static final String ADDRESS = "127.0.0.2";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8"})
  void theAuthorityAndTheHostAreChecked(String name) throws Exception {
    try (var server = MysqlServer.start(name)) {
      Path data = server.folder().resolve("data");
      certificates(data);
      server.kill();
      server.boot(
          "--ssl-ca=ca.pem",
          "--ssl-cert=server.pem",
          "--ssl-key=server.key",
          "--bind-address=127.0.0.1," + ADDRESS);
      server.sql("", "CREATE DATABASE " + DATABASE);
      server.sql(DATABASE, "CREATE TABLE t (id INT PRIMARY KEY)");
      Path authority = data.resolve("ca.pem");
      Path other = data.resolve("other.pem");

      for (Tls tls : List.of(Tls.VERIFY_CA, Tls.VERIFY_IDENTITY)) {
        var trusting = config(server, "localhost", tls, authority);
        assertThat(dump(trusting)).as("%s", tls).contains("CREATE TABLE `t`");
        assertThat(dumpByTool(trusting)).as("%s", tls).contains("CREATE TABLE `t`");
        assertDistrusted(() -> dump(config(server, "localhost", tls, other)));
        assertDistrusted(() -> dumpByTool(config(server, "localhost", tls, other)));
        // MariaDB's programs check the host also where only the authority was asked for.
        assertDistrusted(() -> dump(config(server, ADDRESS, tls, authority)));
        assertDistrusted(() -> dumpByTool(config(server, ADDRESS, tls, authority)));
      }
      var local = config(server, ADDRESS, Tls.VERIFY_CA, authority);
      Server.connect(local).close();
      var identity = config(server, ADDRESS, Tls.VERIFY_IDENTITY, authority);
      assertDistrusted(() -> Server.connect(identity).close());
      assertThat(dump(config(server, ADDRESS, Tls.REQUIRED, other))).contains("`t`");
    }
  }

  private static void assertDistrusted(ThrowingCallable call) {
    var failure = catchThrowableOfType(BackupException.class, call);
    assertThat(failure).as("a BackupException").isNotNull();
    assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(Reason.CONFIGURATION);
    assertThat(failure).hasMessageContaining("tls_root_cert");
  }

  private String dump(MysqlConfig config) throws Exception {
    var sink = new ByteArrayOutputStream();
    try (var host = LocalHost.open(folder.resolve("host"))) {
      new MysqlDriver().dump(config, new DumpRequest(DATABASE), sink, host);
    }
    return sink.toString(StandardCharsets.UTF_8);
  }

  /** Without the questions that come first, which would already be refused. */
  private String dumpByTool(MysqlConfig config) throws Exception {
    var sink = new ByteArrayOutputStream();
    try (var host = LocalHost.open(folder.resolve("host"))) {
      new Dumping(config, host)
          .run(new Version(Flavour.MARIADB, 10, 11, 0), DATABASE, TableSelection.ALL, sink);
    }
    return sink.toString(StandardCharsets.UTF_8);
  }

  @SuppressWarnings("NullAway") // The compact constructor gives the defaults.
  private static MysqlConfig config(MysqlServer server, String host, Tls tls, Path authority) {
    return new MysqlConfig(
        host,
        server.port(),
        null,
        MysqlServer.USER,
        new Secret(MysqlServer.PASSWORD),
        tls,
        authority,
        server.toolsDir(),
        null,
        null,
        null,
        Map.of(),
        Map.of(),
        null);
  }

  private void certificates(Path data) throws Exception {
    for (String authority : List.of("ca", "other")) {
      openssl(data, "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=" + authority, authority);
    }
    openssl(
        data,
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -CA ca.pem -CAkey ca.key"
            + " -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE",
        "server");
  }

  private void openssl(Path data, String arguments, String name) throws Exception {
    var command = new ArrayList<>(List.of("openssl"));
    command.addAll(Arrays.asList(arguments.split(" ")));
    command.addAll(List.of("-keyout", name + ".key", "-out", name + ".pem"));
    Path said = folder.resolve("said");
    var builder = new ProcessBuilder(command).directory(data.toFile());
    int code = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start().waitFor();
    assertThat(code).as(Files.readString(said)).isZero();
    // The server is not us.
    assertThat(data.resolve(name + ".key").toFile().setReadable(true, false)).isTrue();
  }
}
