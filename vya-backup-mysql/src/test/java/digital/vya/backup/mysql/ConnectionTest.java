package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Secret;
import digital.vya.backup.core.LocalHost;
import digital.vya.backup.mysql.MysqlConfig.Tls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way to a server is the same for questions and for tools. */
final class ConnectionTest {

  private static final String DATABASE = "reached";

  @TempDir Path folder;

  private MysqlServer server = MysqlServer.shared("MYSQL_9");

  @BeforeEach
  void useNoServerYet() {
    server = MysqlServer.shared("MYSQL_9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void aSocketIsEnough(String name) throws Exception {
    use(name);
    assertThat(dump(config(Tls.PREFERRED, null, server.socket()))).contains("CREATE TABLE `t`");
  }

  @ParameterizedTest
  @CsvSource({
    "MARIADB_10_11, DISABLED",
    "MARIADB_10_11, PREFERRED",
    "MARIADB_11_8, DISABLED",
    "MARIADB_11_8, PREFERRED",
    "MARIADB_11_8, REQUIRED",
    "MYSQL_9, DISABLED",
    "MYSQL_9, PREFERRED",
    "MYSQL_9, REQUIRED"
  })
  void protectionThatTheServerOffersIsUsed(String name, Tls tls) throws Exception {
    use(name);
    assertThat(dump(config(tls, null, null))).contains("CREATE TABLE `t`");
  }

  @Test
  void theAuthorityIsChecked() throws Exception {
    use("MYSQL_9");
    Path authority = server.folder().resolve("data/ca.pem");
    assertThat(dump(config(Tls.VERIFY_CA, authority, null))).contains("CREATE TABLE `t`");
    Path client = server.folder().resolve("data/client-cert.pem");
    assertDistrusted(config(Tls.VERIFY_CA, client, null));
  }

  @Test
  void theHostIsChecked() throws Exception {
    use("MYSQL_9");
    // The certificate that a server makes for itself is made out to no host.
    assertDistrusted(config(Tls.VERIFY_IDENTITY, server.folder().resolve("data/ca.pem"), null));
  }

  @Test
  void protectionThatTheServerLacksIsSaid() throws Exception {
    use("MARIADB_10_11");
    assertDistrusted(config(Tls.REQUIRED, null, null));
  }

  @Test
  void aServerThatIsNotThereIsWorthRetrying() throws Exception {
    var nobody =
        MysqlConfig.of("127.0.0.1", 1, "root", new Secret("x")).withToolsDir(server.toolsDir());
    assertThatThrownBy(() -> dump(nobody))
        .isInstanceOfSatisfying(BackupException.class, e -> assertThat(e.worthRetrying()).isTrue())
        .hasMessageContaining("cannot reach 127.0.0.1:1");
    var odd = MysqlConfig.of("x?y=z", 1, "root", new Secret("x"));
    assertThatThrownBy(() -> dump(odd)).hasMessageContaining("host x?y=z");
  }

  /** Linux leads 0.0.0.0 to this machine, but nobody can know that from the name. */
  private MysqlConfig elsewhere() {
    return MysqlConfig.of(
            "0.0.0.0", server.port(), MysqlServer.USER, new Secret(MysqlServer.PASSWORD))
        .withToolsDir(server.toolsDir());
  }

  @Test
  void aServerElsewhereIsReachedOverTlsUnlessSomebodySaysOtherwise() throws Exception {
    use("MYSQL_9");
    assertThat(dump(elsewhere())).contains("CREATE TABLE `t`");
    assertThat(warnings(elsewhere())).isEmpty();
    use("MARIADB_11_8");
    assertThat(dump(elsewhere())).contains("CREATE TABLE `t`");
    use("MARIADB_10_11");
    assertDistrusted(elsewhere());
    assertThatThrownBy(() -> dump(elsewhere())).hasMessageContaining("preferred or disabled");
  }

  @Test
  void aServerElsewhereWithoutTlsIsWarnedOf() throws Exception {
    use("MARIADB_10_11");
    MysqlConfig off = config("0.0.0.0", Tls.DISABLED, null, null);
    assertThat(dump(off)).contains("CREATE TABLE `t`");
    assertThat(warnings(off))
        .containsExactly(
            "tls is off to 0.0.0.0: passwords and data travel readable; set tls to required or"
                + " better");
    assertThat(warnings(config("0.0.0.0", Tls.PREFERRED, null, null)))
        .containsExactly(
            "tls is not required to 0.0.0.0: passwords and data may travel readable; set tls to"
                + " required or better");
    assertThat(warnings(config(Tls.DISABLED, null, null))).isEmpty();
  }

  private List<String> warnings(MysqlConfig config) throws IOException {
    try (var host = LocalHost.open(folder.resolve("host"))) {
      new MysqlDriver().databases(config, host);
      return host.warnings();
    }
  }

  private void use(String name) throws Exception {
    server = MysqlServer.shared(name);
    server.sql("", "DROP DATABASE IF EXISTS " + DATABASE, "CREATE DATABASE " + DATABASE);
    server.sql(DATABASE, "CREATE TABLE t (id INT PRIMARY KEY)");
  }

  private void assertDistrusted(MysqlConfig config) {
    assertThatThrownBy(() -> dump(config))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFIGURATION))
        .hasMessageContaining("tls");
  }

  private MysqlConfig config(Tls tls, @Nullable Path authority, @Nullable Path socket) {
    return config("127.0.0.1", tls, authority, socket);
  }

  @SuppressWarnings("NullAway") // The compact constructor gives the defaults.
  private MysqlConfig config(
      String name, Tls tls, @Nullable Path authority, @Nullable Path socket) {
    return new MysqlConfig(
        name,
        server.port(),
        socket,
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

  private String dump(MysqlConfig config) throws IOException, InterruptedException {
    var sink = new ByteArrayOutputStream();
    try (var host = LocalHost.open(folder.resolve("host"))) {
      new MysqlDriver().dump(config, new DumpRequest(DATABASE), sink, host);
    }
    return sink.toString(java.nio.charset.StandardCharsets.UTF_8);
  }
}
