package digital.vya.backup.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import digital.vya.backup.it.Launcher.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged launcher sends to who watches it: a log server and a collector of spans. */
final class ObservedIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "hunter2-of-nobody";

  @TempDir Path folder;
  private final Map<String, List<String>> bodies = new ConcurrentHashMap<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private Launcher launcher;

  @BeforeEach
  void oneThatWorksAndOneThatDoesNot() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          bodies
              .computeIfAbsent(
                  exchange.getRequestURI().getPath(), any -> new CopyOnWriteArrayList<>())
              .add(new String(body, StandardCharsets.UTF_8));
          keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Seq-ApiKey")));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    launcher = new Launcher(Files.createDirectory(folder.resolve("launcher")));
    Files.createDirectory(folder.resolve("store"));
    Shell.run(
        "sqlite3",
        Files.createDirectory(folder.resolve("data")).resolve("app.db").toString(),
        "create table t(a text)");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Result backup() throws Exception {
    Path config =
        Launcher.configuration(
            folder.resolve("config.json"),
            """
            {"run": {"state_dir": "%1$s/state"},
             "defaults": {"retry": {"attempts": 1}},
             "storages": [{"id": "local", "type": "local", "path": "%1$s/store"}],
             "instances": [
               {"id": "app", "dbms": "sqlite", "path": "%1$s/data"},
               {"id": "pg", "dbms": "postgresql", "host": "127.0.0.1", "port": 1,
                "user": "nobody", "password": "%2$s"}]}
            """
                .formatted(folder, SECRET));
    return launcher.run("backup", "--all", "--json", "--config", config.toString());
  }

  private void watchedAt(int port) {
    launcher.with("SEQ_URL", "http://127.0.0.1:" + port).with("SEQ_API_KEY", "k3y-of-seq");
    launcher.with("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + port);
  }

  @Test
  void aRunIsSeenByBothUnderItsIdAndWithoutASecret() throws Exception {
    watchedAt(server.getAddress().getPort());

    Result result = backup();

    assertThat(result.exitCode()).as("%s", result).isEqualTo(3);
    String run = result.json().path("run").asText();
    assertThat(run).isNotEmpty();
    assertThat(bodies).containsOnlyKeys("/ingest/clef", "/v1/traces");
    assertThat(keys).contains("k3y-of-seq");
    List<JsonNode> events = events();
    assertThat(events).isNotEmpty();
    assertThat(events).allMatch(event -> event.has("@t"));
    assertThat(events)
        .filteredOn(event -> event.path("@l").asText().equals("Error"))
        .isNotEmpty()
        .allMatch(event -> event.path("run").asText().equals(run));
    // A string of protobuf is its UTF-8.
    String spans = String.join("", bodies.getOrDefault("/v1/traces", List.of()));
    assertThat(spans)
        .contains("vya-backupdb", run, "backup artifact", "dump", "store", "sqlite", "app.db");
    assertThat(bodies.toString()).doesNotContain(SECRET);
  }

  private List<JsonNode> events() throws IOException {
    var events = new ArrayList<JsonNode>();
    for (String body : bodies.getOrDefault("/ingest/clef", List.of())) {
      for (String line : body.lines().toList()) {
        events.add(JSON.readTree(line));
      }
    }
    return events;
  }

  @Test
  void watchersThatAreGoneChangeNothingButSayHowMuchTheyMissed() throws Exception {
    Result unwatched = backup();
    int nobody;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    watchedAt(nobody);

    Result result = backup();

    assertThat(result.exitCode()).as("%s", result).isEqualTo(unwatched.exitCode());
    assertThat(result.json().path("artifacts").size())
        .isEqualTo(unwatched.json().path("artifacts").size())
        .isPositive();
    assertThat(result.err()).contains("did not reach").doesNotContain("k3y-of-seq", SECRET);
  }
}
