package digital.vya.backup.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Secret;
import digital.vya.backup.core.LocalHost;
import digital.vya.backup.core.PluginRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VaultSourceTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir private Path folder;
  private final VaultSource source = new VaultSource();
  private FakeVault vault = start();

  private static FakeVault start() {
    try {
      return FakeVault.start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void fill() {
    vault.secrets.put("db", "{\"value\":\"p#ss ç 🔑\",\"port\":5432,\"on\":true}");
    vault.secrets.put("team%20a/db%23x/%C3%A7", "{\"user\":\"bkp\",\"list\":[1],\"none\":null}");
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  private VaultConfig token(String token, Duration timeout) {
    return config(vault.address(), token, timeout, null);
  }

  private static VaultConfig config(
      String address, String token, Duration timeout, @Nullable Path ca) {
    return new VaultConfig(
        address, null, null, new Secret(token), null, null, null, ca, timeout, null);
  }

  private VaultConfig approle(String secretId) {
    return new VaultConfig(
        vault.address() + "/",
        "team-a",
        null,
        null,
        FakeVault.ROLE_ID,
        new Secret(secretId),
        null,
        null,
        LONG,
        null);
  }

  private Optional<String> find(VaultConfig config, String id)
      throws IOException, InterruptedException {
    try (LocalHost host = LocalHost.open(folder)) {
      return source.find(config, id, host).map(Secret::reveal);
    }
  }

  private BackupException failure(VaultConfig config, String id) {
    Throwable thrown = catchThrowable(() -> find(config, id));
    assertThat(thrown).isInstanceOf(BackupException.class);
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      assertThat(each.toString())
          .doesNotContain(FakeVault.TOKEN, FakeVault.SECRET_ID, "hvs.", "wrong-t0ken", "p#ss")
          .doesNotContain("\n");
    }
    return (BackupException) thrown;
  }

  @Test
  void aValueIsReadByPathAndKey() throws Exception {
    VaultConfig config = token(FakeVault.TOKEN, LONG);

    assertThat(find(config, "db")).contains("p#ss ç 🔑");
    assertThat(find(config, "db#port")).contains("5432");
    assertThat(find(config, "team a/db#x/ç#user")).contains("bkp");
    assertThat(find(config, "nothing/here")).isEmpty();
  }

  @Test
  void aPathCannotLeadOutOfTheMount() throws Exception {
    for (String id :
        new String[] {"../sys/seal", "a/../../x", "a//b", "/db", "db/", "", "#x", "db#", "a\nb"}) {
      assertThat(find(token(FakeVault.TOKEN, LONG), id)).as(id).isEmpty();
    }
    assertThat(vault.asked).isEmpty();
    assertThat(find(token(FakeVault.TOKEN, LONG), "a%2f..?x=1")).isEmpty();
    assertThat(vault.asked).containsExactly("GET /v1/secret/data/a%252f..%3Fx%3D1");
  }

  @Test
  void aChangedValueIsReadTheNextTime() throws Exception {
    assertThat(find(token(FakeVault.TOKEN, LONG), "db")).contains("p#ss ç 🔑");
    vault.secrets.put("db", "{\"value\":\"new\"}");
    assertThat(find(token(FakeVault.TOKEN, LONG), "db")).contains("new");
  }

  @Test
  void anAppRoleLogsInOnceForManySecretsAndAgainWhenTheLoginIsForgotten() throws Exception {
    assertThat(find(approle(FakeVault.SECRET_ID), "db")).isPresent();
    assertThat(find(approle(FakeVault.SECRET_ID), "db#port")).isPresent();
    assertThat(vault.logins.get()).isEqualTo(1);

    vault.tokens.clear();
    assertThat(find(approle(FakeVault.SECRET_ID), "db")).isPresent();
    assertThat(vault.logins.get()).isEqualTo(2);
  }

  @Test
  void wrongCredentialsAreToldApart() {
    assertThat(failure(token("wrong-t0ken", LONG), "db"))
        .hasMessageContaining("denies it; the token is wrong or has expired")
        .hasMessageContaining("read on secret/data/db")
        .extracting(BackupException::reason)
        .isEqualTo(Reason.CONFIGURATION);
    assertThat(failure(approle("wrong-t0ken"), "db"))
        .hasMessageContaining("refuses the login of the AppRole")
        .extracting(BackupException::reason)
        .isEqualTo(Reason.CONFIGURATION);
    assertThat(failure(token("wrong-t0ken\n", LONG), "db"))
        .hasMessageContaining("a line end or another character that no token has");
  }

  @Test
  void aMissingKeyAndAMissingEngineAreToldWithWhatThereIs() {
    assertThat(failure(token(FakeVault.TOKEN, LONG), "db#gone"))
        .hasMessageContaining("no text or number at the key gone")
        .hasMessageContaining("[value, port, on]");
    assertThat(failure(token(FakeVault.TOKEN, LONG), "team a/db#x/ç#list"))
        .hasMessageContaining("no text or number");
    assertThat(failure(token(FakeVault.TOKEN, LONG), "team a/db#x/ç#none"))
        .hasMessageContaining("no text or number");
    var elsewhere =
        new VaultConfig(
            vault.address(),
            null,
            "kv",
            new Secret(FakeVault.TOKEN),
            null,
            null,
            null,
            null,
            LONG,
            null);
    assertThat(failure(elsewhere, "db"))
        .hasMessageContaining("answers 404 (no handler for route")
        .hasMessageContaining("look at address, namespace and mount");
    vault.answer(200, "{\"data\":{\"value\":\"p#ss\"}}");
    assertThat(failure(token(FakeVault.TOKEN, LONG), "db"))
        .hasMessageContaining("no KV engine of version 2");
  }

  @Test
  void whatMayPassIsWorthAnotherTry() {
    vault.answer(503, "{\"errors\":[\"Vault is sealed\"]}");
    assertThat(passing()).hasMessageContaining("is sealed or starting; unseal it");
    vault.answer(503, "");
    assertThat(passing()).hasMessageContaining("is sealed or starting");
    vault.answer(500, "<html>oops</html>");
    assertThat(passing()).hasMessageContaining("answers 500");
    vault.answer(429, "{}");
    assertThat(passing()).hasMessageContaining("answers 429");
  }

  private BackupException passing() {
    BackupException failure = failure(token(FakeVault.TOKEN, LONG), "db");
    assertThat(failure.reason()).isEqualTo(Reason.ENVIRONMENT);
    assertThat(failure.worthRetrying()).isTrue();
    return failure;
  }

  @Test
  void aTokenIsNotSentOnToWhereAnAnswerPoints() {
    vault.instead =
        exchange -> {
          exchange.getResponseHeaders().set("Location", vault.address() + "/v1/elsewhere");
          FakeVault.send(exchange, 307, "");
          return true;
        };

    assertThat(failure(token(FakeVault.TOKEN, LONG), "db"))
        .hasMessageContaining("name the active node in address");
    assertThat(vault.asked).hasSize(1);
  }

  @Test
  void aServerThatHangsIsGivenUpBeforeAndInTheMiddleOfItsAnswer() {
    vault.hang();
    assertThat(failure(token(FakeVault.TOKEN, SHORT), "db"))
        .hasMessageContaining("did not answer within 300 ms")
        .extracting(BackupException::worthRetrying)
        .isEqualTo(true);
    vault.hangInTheMiddle();
    assertThat(failure(token(FakeVault.TOKEN, SHORT), "db"))
        .hasMessageContaining("did not answer within 300 ms");
  }

  @Test
  void anAnswerWithoutEndIsBrokenOff() {
    vault.instead =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] much = new byte[1 << 16];
          try {
            while (true) {
              exchange.getResponseBody().write(much);
            }
          } catch (IOException e) {
            return true;
          }
        };

    assertThatThrownBy(() -> find(token(FakeVault.TOKEN, LONG), "db"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("larger than 1 MiB");
  }

  @Test
  void nobodyThereIsWorthAnotherTry() throws IOException {
    String address;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = "http://127.0.0.1:" + free.getLocalPort();
    }

    BackupException failure = failure(config(address, FakeVault.TOKEN, LONG, null), "db");

    assertThat(failure).hasMessageContaining("the connection was refused");
    assertThat(failure.worthRetrying()).isTrue();
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    vault.hang();
    var task = new FutureTask<>(() -> find(token(FakeVault.TOKEN, LONG), "db"));
    var thread = new Thread(task);
    thread.start();
    vault.hanging.await();
    thread.interrupt();

    assertThatThrownBy(() -> task.get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void aCertificateIsCheckedAgainstTheAuthorityThatIsNamed() throws Exception {
    vault.close();
    Path ca = folder.resolve("ca.pem");
    vault = FakeVault.startTls(folder, ca, "ip:127.0.0.1");
    vault.secrets.put("db", "{\"value\":\"x\"}");

    assertThat(find(config(vault.address(), FakeVault.TOKEN, LONG, ca), "db")).contains("x");
    assertThat(failure(config(vault.address(), FakeVault.TOKEN, LONG, null), "db"))
        .hasMessageContaining("is not trusted")
        .hasMessageContaining("ca_cert")
        .extracting(BackupException::reason)
        .isEqualTo(Reason.CONFIGURATION);
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    assertThat(failure(config(vault.address(), FakeVault.TOKEN, LONG, empty), "db"))
        .hasMessageContaining("ca_cert must be a PEM file");
  }

  @Test
  void aCertificateForAnotherHostIsRefused() throws Exception {
    vault.close();
    Path ca = folder.resolve("ca.pem");
    vault = FakeVault.startTls(folder, ca, "dns:other.example");

    assertThat(failure(config(vault.address(), FakeVault.TOKEN, LONG, ca), "db"))
        .hasMessageContaining("is not trusted");
  }

  @Test
  void settingsThatCannotWorkAreRefused() {
    refused("http://vault.example.org:8200", "must begin with https:");
    refused("vault.example.org", "must be like https://vault.example.org:8200");
    refused("https://user:pw@vault.example.org", "without user and password");
    assertThatThrownBy(
            () ->
                new VaultConfig(
                    "https://v",
                    null,
                    null,
                    new Secret("t"),
                    "r",
                    new Secret("s"),
                    null,
                    null,
                    null,
                    null))
        .hasMessage("needs either token, or role_id and secret_id");
    assertThatThrownBy(
            () -> new VaultConfig("https://v", null, null, null, "r", null, null, null, null, null))
        .hasMessage("needs either token, or role_id and secret_id");
    assertThat(
            new VaultConfig(
                "http://v:1", null, null, new Secret("t"), null, null, null, null, null, true))
        .asString()
        .contains("timeout=PT10S", "mount=secret", "token=***");
  }

  private static void refused(String address, String message) {
    assertThatThrownBy(() -> config(address, "t", LONG, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void theSourceIsFoundThroughTheServiceFile() {
    assertThat(PluginRegistry.discover(VaultSource.class.getClassLoader()).secretSource("vault"))
        .containsInstanceOf(VaultSource.class);
  }
}
