package digital.vya.backup.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport.Outcome;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EndpointsTest {

  private final DaemonState state = new DaemonState();
  private final Endpoints endpoints =
      Endpoints.at(loopback(0), new DaemonPages(state, () -> "vya_more 1\n").byPath());
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    endpoints.close();
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private HttpResponse<String> ask(String method, String path)
      throws IOException, InterruptedException {
    return client.send(
        java.net.http.HttpRequest.newBuilder(URI.create("http://" + endpoints.address() + path))
            .method(method, BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void whoHangsIsNotAlive() throws Exception {
    assertThat(ask("GET", "/health").body()).isEqualTo("{\"alive\":true}\n");
    state.alive(false);
    assertThat(ask("GET", "/health").statusCode()).isEqualTo(503);
    assertThat(ask("GET", "/ready").statusCode()).isEqualTo(503);
  }

  @Test
  void whoCouldNotBackUpIsNotReady() throws Exception {
    assertThat(ask("GET", "/ready").statusCode()).as("before the first look").isEqualTo(503);
    state.storages(Map.of("local", true));
    assertThat(ask("GET", "/ready").statusCode()).isEqualTo(200);

    state.broken("orders: password=sesame is wrong");
    assertThat(ask("GET", "/ready").statusCode()).isEqualTo(503);
    assertThat(ask("GET", "/ready").body()).contains("broken").doesNotContain("orders", "sesame");
    state.mended();
    state.storages(Map.of("local", true, "far", false));
    assertThat(ask("GET", "/ready").statusCode()).isEqualTo(503);
    assertThat(ask("GET", "/ready").body()).contains("\"far\":\"not reached\"");
    state.storages(Map.of("local", true));
    state.stopping();
    assertThat(ask("GET", "/ready").statusCode()).isEqualTo(503);
    assertThat(ask("GET", "/health").statusCode()).isEqualTo(200);
  }

  @Test
  void figuresAreWhatPrometheusReads() throws Exception {
    state.storages(Map.of("a\"b", true));
    state.next(Optional.of(Instant.ofEpochSecond(1_800_000_000)));
    state.begun("run 1", List.of("orders"));
    state.counted(Outcome.PARTIAL);

    HttpResponse<String> figures = ask("GET", "/metrics");

    assertThat(figures.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(figures.body().lines())
        .contains(
            "# TYPE vya_daemon_ready gauge",
            "vya_daemon_ready 1",
            "vya_daemon_running 1",
            "vya_daemon_next_due_timestamp_seconds 1800000000",
            "vya_daemon_storage_reached{destination=\"a\\\"b\"} 1",
            "vya_daemon_runs_total{outcome=\"partial\"} 1",
            "vya_daemon_runs_total{outcome=\"complete\"} 0",
            "vya_more 1");
    assertThat(figures.body()).doesNotContain("orders");
  }

  @Test
  void nothingElseIsThereAndNothingIsWritten() throws Exception {
    for (String path : new String[] {"/", "/healthz", "/health/", "/metrics/x", "/..%2fhealth"}) {
      assertThat(ask("GET", path).statusCode()).as(path).isEqualTo(404);
    }
    for (String method : new String[] {"POST", "PUT", "DELETE", "OPTIONS"}) {
      assertThat(ask(method, "/health").statusCode()).as(method).isEqualTo(405);
    }
    assertThat(ask("HEAD", "/health").body()).isEmpty();
    assertThat(ask("HEAD", "/health").statusCode()).isEqualTo(200);
  }

  @Test
  void aPortThatIsTakenIsTroubleOfTheEnvironment() throws Exception {
    try (var other = new ServerSocket()) {
      other.bind(loopback(0));

      assertThatThrownBy(() -> Endpoints.at(loopback(other.getLocalPort()), Map.of()))
          .isInstanceOfSatisfying(
              BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ENVIRONMENT))
          .hasMessageContaining("cannot listen on 127.0.0.1:" + other.getLocalPort())
          .hasMessageContaining("--listen");
    }
  }

  @Test
  void placesToListenAreReadOrRefused() throws Exception {
    var reader = new Listen.Reader();

    assertThat(reader.convert("none").address()).isEmpty();
    assertThat(reader.convert("127.0.0.1:9180").address()).hasValue(loopback(9180));
    assertThat(reader.convert("[::1]:0").address().orElseThrow().getPort()).isZero();
    for (String wrong : new String[] {"9180", "127.0.0.1", "127.0.0.1:70000", "", "h:x"}) {
      assertThatThrownBy(() -> reader.convert(wrong)).as(wrong).hasMessageContaining("9180");
    }
  }
}
