package digital.vya.backup.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real HTTP server that keeps what it is told, and answers as a test says. */
final class HttpReceiver implements AutoCloseable {

  final List<Told> told = new CopyOnWriteArrayList<>();
  final CountDownLatch hanging = new CountDownLatch(1);

  private final Queue<Integer> answers = new ArrayDeque<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final String scheme;

  /** A call. */
  record Told(String method, String path, Map<String, List<String>> headers, String body) {

    String header(String name) {
      return String.join("|", headers.getOrDefault(name, List.of()));
    }
  }

  private HttpReceiver(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  static HttpReceiver start() throws IOException {
    return new HttpReceiver(HttpServer.create(anyPort(), 0), "http");
  }

  static HttpReceiver startTls(Keys keys) throws IOException, GeneralSecurityException {
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(keys.context()));
    return new HttpReceiver(server, "https");
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  String at(String path) {
    return scheme + "://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** Answers the next calls so, and then 200. A call to /hang is never answered. */
  synchronized HttpReceiver answering(Integer... statuses) {
    answers.addAll(List.of(statuses));
    return this;
  }

  private synchronized int next() {
    return answers.isEmpty() ? 200 : answers.remove();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (path.startsWith("/hang")) {
        hanging.countDown();
        await();
        return;
      }
      int status = path.startsWith("/gone") ? 404 : next();
      if (status < 400) {
        told.add(
            new Told(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                Map.copyOf(exchange.getRequestHeaders()),
                body));
      }
      if (status / 100 == 3) {
        exchange.getResponseHeaders().set("Location", at(path));
      }
      byte[] answer = ("said " + status).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private void await() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
