package digital.vya.backup.awssecrets;

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
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AwsSecretsSourceTest {

  private static final String KEY = "s3cret-access-key";
  private static final String SESSION = "s3ssion-token";
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private final AwsSecretsSource source = new AwsSecretsSource();
  private final FakeSecretsManager manager = start();

  private static FakeSecretsManager start() {
    try {
      return new FakeSecretsManager();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void fill() {
    manager.secrets.put("prod/db", "{\"password\":\"p#ss ç 🔑\",\"port\":5432,\"list\":[]}");
    manager.secrets.put("plain", "just text");
    manager.secrets.put("binary", "");
  }

  @AfterEach
  void stop() {
    manager.close();
  }

  private static AwsSecretsConfig config(String endpoint, Duration timeout) {
    return new AwsSecretsConfig(
        "sa-east-1", endpoint, "AKIDEXAMPLE", new Secret(KEY), new Secret(SESSION), timeout);
  }

  private Optional<String> find(String id) throws IOException, InterruptedException {
    return find(config(manager.endpoint(), LONG), id);
  }

  private Optional<String> find(AwsSecretsConfig config, String id)
      throws IOException, InterruptedException {
    try (LocalHost host = LocalHost.open(folder)) {
      return source.find(config, id, host).map(Secret::reveal);
    }
  }

  private BackupException failure(String id) {
    return failure(config(manager.endpoint(), LONG), id);
  }

  private BackupException failure(AwsSecretsConfig config, String id) {
    Throwable thrown = catchThrowable(() -> find(config, id));
    assertThat(thrown).isInstanceOf(BackupException.class);
    assertThat(thrown).hasMessageNotContainingAny(KEY, SESSION, "p#ss", "just text", "\n");
    return (BackupException) thrown;
  }

  @Test
  void aSecretIsReadWholeOrByItsKey() throws Exception {
    assertThat(find("plain")).contains("just text");
    assertThat(find("prod/db#password")).contains("p#ss ç 🔑");
    assertThat(find("prod/db#port")).contains("5432");
    assertThat(find("gone")).isEmpty();
    assertThat(find("gone#key")).isEmpty();
    assertThat(manager.authorizations)
        .allSatisfy(
            sent ->
                assertThat(sent)
                    .contains("Credential=AKIDEXAMPLE/", "/sa-east-1/secretsmanager/aws4_request")
                    .endsWith(" " + SESSION)
                    .doesNotContain(KEY));
  }

  @Test
  void aChangedSecretIsReadTheNextTime() throws Exception {
    assertThat(find("plain")).contains("just text");
    manager.secrets.put("plain", "rotated");
    assertThat(find("plain")).contains("rotated");
  }

  @Test
  void idsThatItCannotHaveAreLeftToOtherSources() throws Exception {
    for (String id : new String[] {"", "a b", "#x", "db#", "a\nb", "ç"}) {
      assertThat(find(id)).as(id).isEmpty();
    }
    assertThat(manager.authorizations).isEmpty();
  }

  @Test
  void whatCannotBeTakenFromASecretIsToldWithItsKeysOnly() {
    assertThat(failure("prod/db#gone"))
        .hasMessageContaining("no text or number at the key gone; it has [password, port, list]");
    assertThat(failure("prod/db#list")).hasMessageContaining("no text or number at the key list");
    assertThat(failure("plain#key")).hasMessageContaining("it is no JSON object");
    assertThat(failure("binary")).hasMessageContaining("it is binary");
  }

  @Test
  void refusalsSayWhatToDo() {
    manager.error = "AccessDeniedException";
    assertThat(refusal()).hasMessageContaining("allow secretsmanager:GetSecretValue");
    manager.error = "UnrecognizedClientException";
    assertThat(refusal()).hasMessageContaining("the credentials are wrong or have expired");
    manager.error = "DecryptionFailure";
    assertThat(refusal()).hasMessageContaining("allow kms:Decrypt");
    manager.error = "InvalidRequestException";
    assertThat(refusal()).hasMessageContaining("about to be deleted");
  }

  private BackupException refusal() {
    BackupException failure = failure("plain");
    assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
    return failure;
  }

  @Test
  void whatMayPassIsWorthAnotherTry() throws IOException {
    manager.error = "InternalServiceError";
    manager.status = 500;
    assertThat(failure("plain").worthRetrying()).isTrue();
    String nobody;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = "http://127.0.0.1:" + free.getLocalPort();
    }
    BackupException failure = failure(config(nobody, LONG), "plain");
    assertThat(failure.worthRetrying()).isTrue();
    assertThat(failure).hasMessageContaining("cannot be reached");
  }

  @Test
  void aServerThatHangsIsGivenUp() {
    manager.hangs = true;
    BackupException failure = failure(config(manager.endpoint(), Duration.ofMillis(700)), "plain");
    assertThat(failure.worthRetrying()).isTrue();
    assertThat(failure.reason()).isEqualTo(Reason.ENVIRONMENT);
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    manager.hangs = true;
    var task = new FutureTask<>(() -> find("plain"));
    var thread = new Thread(task);
    thread.start();
    manager.hanging.await();
    thread.interrupt();

    assertThatThrownBy(() -> task.get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void settingsThatCannotWorkAreRefused() {
    refused("ftp://x", null, null, "endpoint must be like");
    refused("http://secrets.example.org", null, null, "http: is for this host alone");
    refused(null, "AKID", null, "access_key and secret_key go together");
    refused(null, null, new Secret(SESSION), "session_token goes with them");
    assertThat(config("https://x", LONG)).asString().doesNotContain(KEY, SESSION);
  }

  private static void refused(
      @org.jspecify.annotations.Nullable String endpoint,
      @org.jspecify.annotations.Nullable String accessKey,
      @org.jspecify.annotations.Nullable Secret session,
      String message) {
    assertThatThrownBy(() -> new AwsSecretsConfig(null, endpoint, accessKey, null, session, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void theSourceIsFoundThroughTheServiceFile() {
    assertThat(
            PluginRegistry.discover(AwsSecretsSource.class.getClassLoader())
                .secretSource("aws-secrets"))
        .containsInstanceOf(AwsSecretsSource.class);
  }
}
