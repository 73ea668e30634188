package digital.vya.backup.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import digital.vya.backup.api.Alert;
import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.RestoreMode;
import digital.vya.backup.api.RestoreReport;
import digital.vya.backup.api.RunStart;
import digital.vya.backup.api.Secret;
import digital.vya.backup.core.LocalHost;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WebhookNotifierTest {

  private static final RunStart START =
      new RunStart("run-1", "db01", Reports.STARTED, ZoneId.of("America/Sao_Paulo"));

  @TempDir Path folder;
  private final WebhookNotifier notifier = new WebhookNotifier();
  private HttpReceiver receiver;
  private LocalHost host;

  @BeforeEach
  void start() throws Exception {
    receiver = HttpReceiver.start();
    host = LocalHost.open(folder.resolve("work"));
  }

  @AfterEach
  void stop() throws Exception {
    receiver.close();
    host.close();
  }

  private @Nullable Secret at(@Nullable String path) {
    return path == null ? null : new Secret(receiver.at(path));
  }

  private WebhookConfig config(
      @Nullable String url,
      @Nullable String start,
      @Nullable String success,
      @Nullable String failure) {
    return new WebhookConfig(
        at(url),
        at(start),
        at(success),
        at(failure),
        null,
        null,
        null,
        Duration.ofSeconds(30),
        new Retry(3, Duration.ofMillis(1)),
        null,
        null);
  }

  private List<String> calls() {
    return receiver.told.stream().map(t -> t.method() + " " + t.path()).toList();
  }

  @Test
  void aDeadMansSwitchIsPingedInOrder() throws Exception {
    WebhookConfig posts = config(null, "/p/start", "/p", "/p/fail");
    var pings =
        new WebhookConfig(
            null,
            posts.startUrl(),
            posts.successUrl(),
            posts.failureUrl(),
            WebhookConfig.Method.GET,
            null,
            null,
            null,
            null,
            null,
            null);

    notifier.begin(pings, START, host);
    notifier.send(pings, Reports.of(Reports.stored("orders", 100)), host);
    notifier.begin(pings, START, host);
    notifier.send(pings, Reports.of(Reports.stored("a", 100), Reports.failed("b")), host);

    assertThat(calls()).containsExactly("GET /p/start", "GET /p", "GET /p/start", "GET /p/fail");
    assertThat(receiver.told).allMatch(told -> told.body().isEmpty());
  }

  @Test
  void whatHasNoAddressIsNotTold() throws Exception {
    notifier.begin(config("/all", null, null, null), START, host);
    notifier.send(
        config(null, null, null, "/fail"), Reports.of(Reports.stored("orders", 100)), host);
    notifier.send(config("/all", null, "/ok", null), Reports.of(Reports.failed("b")), host);

    assertThat(calls()).containsExactly("POST /all");
  }

  private static RestoreReport restore() {
    return new RestoreReport(
        "restore-1",
        "db01",
        ArtifactSource.database("main", "postgresql", "orders"),
        Optional.empty(),
        new RestoreReport.Destination(
            "main",
            Optional.of("copy"),
            RestoreMode.FAST,
            Optional.empty(),
            Optional.empty(),
            false),
        Reports.STARTED,
        Reports.STARTED,
        100,
        List.of(),
        RestoreReport.Comparison.NONE,
        Optional.empty(),
        ArtifactResult.Omissions.NONE,
        List.of());
  }

  private WebhookConfig gets(@Nullable String url, @Nullable String success) {
    return new WebhookConfig(
        at(url),
        null,
        at(success),
        null,
        WebhookConfig.Method.GET,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  @Test
  void nothingButAGoodRunTurnsADeadMansSwitchGreen() throws Exception {
    var alert = new Alert(Alert.Kind.OVERDUE, "db01", Reports.STARTED, ZoneId.of("UTC"), List.of());
    WebhookConfig ping = gets("/p", null);

    notifier.send(ping, Reports.of(Reports.failed("b")), host);
    notifier.send(ping, Reports.of(Reports.stored("a", 100), Reports.failed("b")), host);
    notifier.send(ping, alert, host);
    notifier.send(ping, restore(), host);
    assertThat(calls()).isEmpty();
    notifier.send(ping, Reports.of(Reports.stored("orders", 100)), host);

    assertThat(calls()).containsExactly("GET /p");
    assertThatThrownBy(() -> gets("/p", "/q"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name one of them");
  }

  @Test
  void theBodyIsTheReportAndSigned() throws Exception {
    var config =
        new WebhookConfig(
            at("/hook?channel=1"),
            null,
            null,
            null,
            null,
            Map.of("Authorization", new Secret("Bearer abc")),
            new Secret("k3y"),
            null,
            null,
            null,
            null);

    notifier.send(
        config, Reports.of(Reports.stored("orders", 100), Reports.failed(Reports.HOSTILE)), host);

    HttpReceiver.Told told = receiver.told.get(0);
    JsonNode body = new ObjectMapper().readTree(told.body());
    assertThat(body.path("version").asInt()).isEqualTo(1);
    assertThat(body.path("event").asText()).isEqualTo("backup");
    assertThat(body.path("outcome").asText()).isEqualTo("partial");
    assertThat(body.at("/artifacts/0/stored_bytes").asLong()).isEqualTo(100);
    assertThat(body.at("/artifacts/0/last_good/id").asText()).startsWith("20260112");
    assertThat(body.at("/artifacts/1/database").asText()).isEqualTo(Reports.HOSTILE);
    assertThat(body.at("/artifacts/1/causes/1").asText()).contains("aborting");
    assertThat(told.header("Authorization")).isEqualTo("Bearer abc");
    String signature = told.header("X-vya-signature");
    String time = signature.replaceAll("t=([0-9]+),v1=.*", "$1");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("k3y".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] expected = mac.doFinal((time + "." + told.body()).getBytes(StandardCharsets.UTF_8));
    assertThat(signature).isEqualTo("t=" + time + ",v1=" + HexFormat.of().formatHex(expected));
  }

  @Test
  void anAlertGoesWhereFailuresGo() throws Exception {
    var alert =
        new Alert(
            Alert.Kind.OVERDUE,
            "db01",
            Reports.STARTED,
            ZoneId.of("UTC"),
            List.of(
                new Alert.Finding(
                    ArtifactSource.database("main", "postgresql", "orders"), "look at cron")));

    notifier.send(config("/all", null, null, "/fail"), alert, host);

    assertThat(calls()).containsExactly("POST /fail");
    assertThat(receiver.told.get(0).body()).contains("\"event\":\"overdue\"", "look at cron");
  }

  @Test
  void aServerThatIsIllForAMomentIsAskedAgain() throws Exception {
    receiver.answering(503, 502);

    notifier.send(config("/hook", null, null, null), Reports.of(Reports.failed("b")), host);

    assertThat(calls()).containsExactly("POST /hook");
  }

  @Test
  void aServerThatStaysIllIsToldOf() {
    receiver.answering(500, 500, 500, 500);

    assertThatThrownBy(
            () ->
                notifier.send(
                    config("/t0ken", null, null, null), Reports.of(Reports.failed("b")), host))
        .isInstanceOf(BackupException.class)
        .hasMessageMatching("http://127.0.0.1:\\d+ answers 500 \\(said 500\\); look at its log");
  }

  @Test
  void whatIsWrongIsNotAskedAgain() {
    receiver.answering(400);

    assertThatThrownBy(
            () ->
                notifier.send(
                    config("/t0ken", null, null, null), Reports.of(Reports.failed("b")), host))
        .hasMessageContaining("answers 400")
        .hasMessageContaining("still the right one")
        .hasMessageNotContaining("t0ken");
    assertThat(calls()).isEmpty();
  }

  @Test
  void aRedirectIsNotFollowed() {
    receiver.answering(302, 302, 302, 302, 302, 302, 302, 302);

    assertThatThrownBy(
            () ->
                notifier.send(
                    config("/loop", null, null, null), Reports.of(Reports.failed("b")), host))
        .hasMessageContaining("sends us elsewhere (302)");
    assertThat(calls()).containsExactly("POST /loop");
  }

  @Test
  void aServerThatHangsIsGivenUp() {
    var config =
        new WebhookConfig(
            at("/hang/t0ken"),
            null,
            null,
            null,
            null,
            null,
            null,
            Duration.ofMillis(20),
            new Retry(1, null),
            null,
            null);

    assertThatThrownBy(() -> notifier.send(config, Reports.of(Reports.failed("b")), host))
        .hasMessageContaining("did not answer within 20 ms")
        .hasMessageNotContaining("t0ken");
  }

  @Test
  void aCertificateIsCheckedAgainstItsAuthority() throws Exception {
    var keys = new Keys(folder, "ip:127.0.0.1");
    try (HttpReceiver secure = HttpReceiver.startTls(keys)) {
      var url = new Secret(secure.at("/hook"));
      var retry = new Retry(1, null);
      var trusting =
          new WebhookConfig(
              url, null, null, null, null, null, null, null, retry, keys.certificate, null);
      var strict =
          new WebhookConfig(url, null, null, null, null, null, null, null, retry, null, null);

      assertThatThrownBy(() -> notifier.send(strict, Reports.of(Reports.failed("b")), host))
          .hasMessageContaining("is not trusted");
      assertThat(secure.told).isEmpty();
      notifier.send(trusting, Reports.of(Reports.failed("b")), host);
      assertThat(secure.told).hasSize(1);
    }
  }

  @Test
  void settingsThatCannotWorkAreRefusedWithoutShowingTheAddress() {
    for (String url :
        List.of(
            "http://example.org/t0ken",
            "ftp://example.org/t0ken",
            "https://joe:t0ken@example.org/",
            "https://example.org/t0ken with space",
            "https://example.org/t0ken%zz",
            "https://exa mple/t0ken",
            "t0ken")) {
      assertThatThrownBy(
              () ->
                  new WebhookConfig(
                      new Secret(url), null, null, null, null, null, null, null, null, null, null))
          .as(url)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("url must")
          .hasMessageNotContaining("t0ken");
    }
    assertThatThrownBy(() -> headers("Host", "x")).hasMessageContaining("Host");
    assertThatThrownBy(() -> headers("X-A", "t0ken\r\nX-B: 1"))
        .hasMessageNotContaining("t0ken")
        .hasMessageContaining("headers.X-A");
    assertThatThrownBy(() -> config(null, null, null, null)).hasMessageContaining("url is missing");
  }

  private static WebhookConfig headers(String name, String value) {
    return new WebhookConfig(
        new Secret("https://example.org"),
        null,
        null,
        null,
        null,
        Map.of(name, new Secret(value)),
        null,
        null,
        null,
        null,
        null);
  }
}
