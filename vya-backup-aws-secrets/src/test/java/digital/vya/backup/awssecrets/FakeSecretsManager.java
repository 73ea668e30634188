package digital.vya.backup.awssecrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Answers GetSecretValue as the API reference of Secrets Manager says (AWS JSON 1.1). No emulator
 * of it can be had as a package here; what is sent and parsed is the SDK's own.
 */
final class FakeSecretsManager implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  final Map<String, String> secrets = new ConcurrentHashMap<>();
  final List<String> authorizations = new CopyOnWriteArrayList<>();
  final CountDownLatch hanging = new CountDownLatch(1);
  volatile String error = "";
  volatile int status = 400;
  volatile boolean hangs;

  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  FakeSecretsManager() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      authorizations.add(
          String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
              + " "
              + exchange.getRequestHeaders().getFirst("X-Amz-Security-Token"));
      JsonNode asked = JSON.readTree(exchange.getRequestBody());
      if (hangs) {
        hanging.countDown();
        await();
      } else if (!error.isEmpty()) {
        send(exchange, status, "{\"__type\":\"" + error + "\",\"message\":\"secret words\\nx\"}");
      } else if (!"secretsmanager.GetSecretValue"
          .equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"))) {
        send(exchange, 400, "{\"__type\":\"UnknownOperationException\"}");
      } else {
        answer(exchange, asked.path("SecretId").asText());
      }
    }
  }

  private void answer(HttpExchange exchange, String id) throws IOException {
    String value = secrets.get(id);
    if (value == null) {
      send(
          exchange,
          400,
          "{\"__type\":\"ResourceNotFoundException\",\"Message\":\"Secrets Manager can't find the"
              + " specified secret.\"}");
      return;
    }
    var body = JSON.createObjectNode().put("Name", id).put("VersionId", "1");
    if (value.isEmpty()) {
      body.put("SecretBinary", "AAEC");
    } else {
      body.put("SecretString", value);
    }
    send(exchange, 200, body.toString());
  }

  private void await() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
