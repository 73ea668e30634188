package digital.vya.backup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Tool;
import digital.vya.backup.api.ToolFailedException;
import digital.vya.backup.core.LocalHost;
import digital.vya.backup.postgres.PostgresConfig.Tls;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a connection is protected, by JDBC and by the tools; the certificate is for localhost. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProtectionTest {

  private final PostgresDriver driver = new PostgresDriver();
  private final PostgresServer plain = PostgresServer.shared(15);

  @TempDir Path folder;

  private PostgresServer server;
  private Path certificates;
  private Path own;
  private Path other;
  private LocalHost host;

  @BeforeAll
  void start() throws Exception {
    certificates = Files.createTempDirectory("vya-tls");
    own = certificate(certificates.resolve("own"));
    other = certificate(certificates.resolve("other"));
    server = PostgresServer.start(15);
    server.write("server.crt", Files.readString(own));
    server.write("server.key", Files.readString(own.resolveSibling("own.key")));
    server.write(
        "pg_hba.conf", "hostssl all all all scram-sha-256\nhostnossl template1 all all trust\n");
    server.sql("postgres", "ALTER SYSTEM SET ssl = on");
    server.kill();
    server.boot();
  }

  @AfterAll
  void end() {
    server.close();
    PostgresBinaries.delete(certificates);
  }

  @BeforeEach
  void open() {
    host = LocalHost.open(folder.resolve("host"));
  }

  @AfterEach
  void close() throws Exception {
    host.close();
  }

  private static Path certificate(Path name) throws Exception {
    var file = Path.of(name + ".crt");
    var openssl =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost",
                "-keyout",
                name + ".key",
                "-out",
                file.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(openssl.waitFor()).as(said).isZero();
    return file;
  }

  private static PostgresConfig config(
      PostgresServer server, String name, Tls tls, @Nullable Path root) {
    var plain = server.config();
    return new PostgresConfig(
        name,
        plain.port(),
        plain.user(),
        plain.password(),
        "postgres",
        tls,
        root,
        plain.toolsDir(),
        plain.connectTimeout(),
        plain.format(),
        plain.jobs(),
        plain.tables(),
        plain.schemas());
  }

  /** JDBC and pg_dump both connect. */
  private void passes(PostgresConfig config) throws Exception {
    assertThat(encrypted(config)).isEqualTo("t");
    var dump = new ByteArrayOutputStream();
    driver.dump(config, new DumpRequest("postgres"), dump, host);
    assertThat(dump.toString(StandardCharsets.UTF_8)).contains("database dump complete");
  }

  private static String encrypted(PostgresConfig config) {
    try (var there = Server.connect(config)) {
      return there
          .text("SELECT ssl::text FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
          .substring(0, 1);
    }
  }

  /** JDBC and psql both refuse, each by itself, and a user is told the same. */
  private void fails(PostgresConfig config, String... words) {
    var jdbc = catchThrowableOfType(BackupException.class, () -> encrypted(config));
    var tool = catchThrowableOfType(BackupException.class, () -> psql(config));
    for (BackupException failure : new BackupException[] {jdbc, tool}) {
      assertThat(failure).isNotNull();
      assertThat(failure.getMessage()).contains(words).doesNotContain("\n");
      assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(Reason.CONFIGURATION);
      assertThat(failure.worthRetrying()).isFalse();
    }
  }

  private void psql(PostgresConfig config) throws Exception {
    var clients = new Clients(config, host);
    Tool tool = clients.tool(clients.newest(Psql.NAME), "postgres", "-w", "-c", "SELECT 1");
    try {
      assertThat(host.tools().read(tool)).contains("1 row");
    } catch (ToolFailedException e) {
      throw new Troubles(config).of(e);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PREFER", "REQUIRE"})
  void anySelfSignedCertificateWillDo(Tls tls) throws Exception {
    passes(config(server, "localhost", tls, null));
    passes(config(server, "127.0.0.1", tls, null));
  }

  @Test
  void anAuthorityThatIsTrustedWillDoForAnyName() throws Exception {
    passes(config(server, "localhost", Tls.VERIFY_CA, own));
    passes(config(server, "127.0.0.1", Tls.VERIFY_CA, own));
  }

  @Test
  void theFullCheckTakesTheNameOfTheCertificate() throws Exception {
    passes(config(server, "localhost", Tls.VERIFY_FULL, own));
  }

  @Test
  void theFullCheckRefusesAnotherName() {
    fails(config(server, "127.0.0.1", Tls.VERIFY_FULL, own), "is not trusted", "check host");
  }

  @ParameterizedTest
  @EnumSource(names = {"VERIFY_CA", "VERIFY_FULL"})
  void anotherAuthorityIsRefused(Tls tls) {
    fails(config(server, "localhost", tls, other), "is not trusted", "tls_root_cert");
  }

  @ParameterizedTest
  @EnumSource(names = {"VERIFY_CA", "VERIFY_FULL"})
  void certificatesThatAreMissingAreNamed(Tls tls) {
    var missing = folder.resolve("none.crt");
    fails(config(server, "localhost", tls, missing), missing.toString(), "set tls_root_cert");
  }

  @ParameterizedTest
  @EnumSource(names = {"DISABLE", "PREFER", "REQUIRE"})
  void certificatesThatNothingIsCheckedAgainstAreRefused(Tls tls) {
    fails(config(server, "localhost", tls, own), "tls_root_cert", "verify_full");
  }

  @Test
  void withoutProtectionAServerThatWantsItIsNotReached() {
    fails(config(server, "localhost", Tls.DISABLE, null), "pg_hba.conf", "no encryption");
  }

  @Test
  void aServerWithoutTlsIsReachedWithoutIt() throws Exception {
    for (Tls tls : new Tls[] {Tls.DISABLE, Tls.PREFER}) {
      var config = config(plain, "127.0.0.1", tls, null);
      assertThat(encrypted(config)).isEqualTo("f");
      psql(config);
    }
  }

  @Test
  void aServerWithoutTlsIsRefusedWhereItIsRequired() {
    fails(config(plain, "127.0.0.1", Tls.REQUIRE, null), "does not support TLS", "ssl = on");
    fails(config(plain, "127.0.0.1", Tls.VERIFY_FULL, own), "does not support TLS", "ssl = on");
  }

  /** Linux leads it to this machine, but nobody can know that from the name. */
  private static PostgresConfig elsewhere(PostgresServer server) {
    var here = server.config();
    return PostgresConfig.of("0.0.0.0", here.port(), here.user(), here.password())
        .withToolsDir(server.toolsDir());
  }

  @Test
  void aServerElsewhereIsReachedOverTlsUnlessSomebodySaysOtherwise() throws Exception {
    passes(elsewhere(server));
    fails(elsewhere(plain), "does not support TLS", "tls to prefer or disable");
    driver.databases(elsewhere(server), host);
    assertThat(host.warnings()).isEmpty();
  }

  @Test
  void aServerElsewhereWithoutTlsIsWarnedOf() throws Exception {
    var off = config(plain, "0.0.0.0", Tls.DISABLE, null);
    assertThat(encrypted(off)).isEqualTo("f");
    driver.databases(off, host);
    driver.databases(config(plain, "0.0.0.0", Tls.PREFER, null), host);
    driver.databases(config(plain, "127.0.0.1", Tls.DISABLE, null), host);
    assertThat(host.warnings())
        .containsExactly(
            "tls is off to 0.0.0.0: passwords and data travel readable; set tls to require or"
                + " better",
            "tls is not required to 0.0.0.0: passwords and data may travel readable; set tls to"
                + " require or better");
  }
}
