package digital.vya.backup.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Secret;
import digital.vya.backup.core.LocalHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Pushgateway serves after a push, and what is said when it does not take one. */
class PushgatewayExporterTest {

  @TempDir Path folder;
  private final PushgatewayExporter exporter = new PushgatewayExporter();
  private LocalHost host;

  @BeforeEach
  void openHost() {
    host = LocalHost.open(folder.resolve("host"));
  }

  @AfterEach
  void closeHost() throws IOException {
    host.close();
  }

  private static PushgatewayConfig at(String url) {
    return new PushgatewayConfig(url, null, null, null, null, null);
  }

  @Test
  void theGatewayServesTheFiguresAsTheyWerePushed() throws Exception {
    try (PushgatewayServer gateway = PushgatewayServer.start()) {
      exporter.export(at(gateway.url() + "/"), Statuses.full("srv", "orders"), host);

      String served = gateway.metrics();
      assertThat(served)
          .contains(
              "vya_backup_total{database=\"orders\",dbms=\"postgresql\",instance=\"main\","
                  + "job=\"vya_backup\",outcome=\"complete\",server=\"srv\"} 10\n",
              "# TYPE vya_backup_total counter\n",
              "vya_storage_free_bytes{destination=\"local\",instance=\"\",job=\"vya_backup\","
                  + "server=\"srv\"} 5e+09\n");
      assertThat(Promtool.run(served.getBytes(StandardCharsets.UTF_8), "check", "metrics").said())
          .doesNotContain("vya_");
    }
  }

  @Test
  void twoServersDoNotReplaceEachOther() throws Exception {
    try (PushgatewayServer gateway = PushgatewayServer.start()) {
      exporter.export(at(gateway.url()), Statuses.full("one", "orders"), host);
      exporter.export(at(gateway.url()), Statuses.full("two", "users"), host);

      assertThat(gateway.databases()).containsExactly("orders", "users");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"srv-1.example.org", "..", "a/b", "São Paulo #1?", "x\n\"y\"", "%2f"})
  void anyNameOfAServerOrJobIsAGroup(String name) throws Exception {
    try (PushgatewayServer gateway = PushgatewayServer.start()) {
      exporter.export(
          new PushgatewayConfig(gateway.url(), name, null, null, null, null),
          Statuses.full(name, "orders"),
          host);

      JsonNode labels = gateway.groups().path(0).path("labels");
      assertThat(labels.path("server").asText()).isEqualTo(name);
      assertThat(labels.path("job").asText()).isEqualTo(name);
    }
  }

  @Test
  void aGatewayThatIsGoneIsTold() throws Exception {
    String url;
    try (PushgatewayServer gateway = PushgatewayServer.start()) {
      url = gateway.url();
    }

    assertThatThrownBy(() -> exporter.export(at(url), Statuses.full("srv", "orders"), host))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("the Pushgateway at " + url + " does not answer");
    assertThatThrownBy(() -> exporter.reach(at(url), host)).hasMessageContaining("does not answer");
  }

  @ParameterizedTest
  @CsvSource({
    "500, ENVIRONMENT, 'answered 500: oops <script>; look at its log'",
    "503, ENVIRONMENT, 'answered 503: oops <script>; look at its log'",
    "400, ENVIRONMENT, 'refused the figures (400): oops <script>; look at what else'",
    "302, CONFIGURATION, 'sends us elsewhere (302)'",
    "401, CONFIGURATION, 'does not let us in (401); look at user and password'",
    "404, CONFIGURATION, '(404); look at url'"
  })
  void anAnswerThatIsNoSuccessIsTold(int status, Reason reason, String said) throws Exception {
    var asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.getResponseHeaders().add("Location", "/again");
          byte[] body = "oops\r\n<script>\n".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      assertThatThrownBy(() -> exporter.export(at(url), Statuses.full("srv", "orders"), host))
          .isInstanceOfSatisfying(
              BackupException.class, e -> assertThat(e.reason()).isEqualTo(reason))
          .hasMessageContaining(said);
      assertThat(asked).hasValue(1);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aGatewayThatStopsInTheMidstOfItsAnswerIsEndedByAnInterrupt() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var caller = Thread.currentThread();
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(500, 100);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
          caller.interrupt();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      assertThatThrownBy(() -> exporter.export(at(url), Statuses.full("srv", "orders"), host))
          .isInstanceOf(InterruptedException.class);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
    try (PushgatewayServer gateway =
        PushgatewayServer.start(Certified.in(folder, "ip:127.0.0.1"))) {
      assertThatThrownBy(
              () -> exporter.export(at(gateway.url()), Statuses.full("srv", "orders"), host))
          .hasMessageContaining("is not trusted")
          .hasMessageContaining("name its authority with ca_cert");
      assertThat(gateway.databases()).isEmpty();
    }
  }

  @Test
  void aCertificateForAnotherHostIsRefused() throws Exception {
    Certified elsewhere = Certified.in(folder, "dns:elsewhere");
    try (PushgatewayServer gateway = PushgatewayServer.start(elsewhere)) {
      var config =
          new PushgatewayConfig(gateway.url(), null, null, null, elsewhere.certificate(), null);
      assertThatThrownBy(() -> exporter.reach(config, host)).hasMessageContaining("is not trusted");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://gate, url must be like https://",
    "gate:9091, url must be like https://",
    "https://joe:pw@gate, user and password have keys of their own",
    "https://gate/?x=y, url must be like https://",
    "https://gate/ü, url must be like https://"
  })
  void anAddressThatIsNoneIsRefusedAndNotShown(String url, String said) {
    assertThatThrownBy(() -> at(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said)
        .hasMessageNotContaining("pw");
  }

  @Test
  void aPasswordDoesNotTravelInTheOpenUnlessThatIsWanted() {
    var secret = new Secret("pw");
    assertThatThrownBy(
            () -> new PushgatewayConfig("http://gate:9091", null, "joe", secret, null, null))
        .hasMessageContaining("set allow_http");
    assertThat(new PushgatewayConfig("http://gate:9091", null, "joe", secret, null, true).job())
        .isEqualTo("vya_backup");
    assertThat(new PushgatewayConfig("http://[::1]:1", null, "joe", secret, null, null).user())
        .isEqualTo("joe");
    assertThatThrownBy(() -> new PushgatewayConfig("https://gate", null, "joe", null, null, null))
        .hasMessageContaining("belong together");
    assertThatThrownBy(
            () -> new PushgatewayConfig("https://gate", null, "j:oe", secret, null, null))
        .hasMessageContaining("colon");
    assertThatThrownBy(() -> new PushgatewayConfig("https://gate", " ", null, null, null, null))
        .hasMessageContaining("job");
  }

  @Test
  void whatIsReachedIsSaid() throws Exception {
    try (PushgatewayServer gateway = PushgatewayServer.start()) {
      assertThat(exporter.reach(at(gateway.url()), host))
          .isEqualTo(List.of("the Pushgateway is ready"));
    }
  }
}
