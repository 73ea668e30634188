package digital.vya.backup.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tells over HTTP how a daemon is: to those who start it again, send to it, or draw it. */
final class Endpoints implements AutoCloseable {

  private static final int THREADS = 4;
  private static final int WAITING = 16;

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final Map<String, Supplier<Answer>> pages;

  private Endpoints(HttpServer server, Map<String, Supplier<Answer>> pages) {
    this.server = server;
    this.pages = pages;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING),
            Endpoints::thread,
            // Who asks more often than can be answered is not answered.
            new ThreadPoolExecutor.DiscardPolicy());
    threads.allowCoreThreadTimeOut(true);
  }

  /** What is told. */
  record Answer(int code, String type, String text) {

    static Answer json(boolean good, String text) {
      return new Answer(good ? 200 : 503, "application/json", text);
    }
  }

  /**
   * Begins to tell.
   *
   * @param pages what is told, by path
   * @throws BackupException if nobody can listen there
   */
  static Endpoints at(InetSocketAddress address, Map<String, Supplier<Answer>> pages) {
    // The server reads these once; a client that is silent must not hold a thread for ever.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "10");
    try {
      var endpoints = new Endpoints(HttpServer.create(address, WAITING), Map.copyOf(pages));
      endpoints.server.createContext("/", endpoints::answer);
      endpoints.server.setExecutor(endpoints.threads);
      endpoints.server.start();
      return endpoints;
    } catch (IOException e) {
      throw BackupException.environment(
          "cannot listen on %s: %s; end what does, or choose another port with --listen, or none"
              .formatted(text(address), e.getMessage()));
    }
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "vya-http");
    thread.setDaemon(true);
    return thread;
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** Where it listens. */
  String address() {
    return text(server.getAddress());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      Supplier<Answer> page = pages.get(exchange.getRequestURI().getRawPath());
      boolean reads = method.equals("GET") || method.equals("HEAD");
      Answer answer =
          page == null
              ? new Answer(404, "text/plain", "there is " + String.join(", ", pages.keySet()))
              : reads ? page.get() : new Answer(405, "text/plain", "only GET and HEAD");
      byte[] body = (answer.text().strip() + "\n").getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type() + "; charset=utf-8");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      if (answer.code() == 405) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      }
      exchange.sendResponseHeaders(answer.code(), method.equals("HEAD") ? -1 : body.length);
      if (!method.equals("HEAD")) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
