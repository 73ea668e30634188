package digital.vya.backup.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Answers as the API documentation of Vault says: KV version 2 at {@code secret}, AppRole logins,
 * policies that deny with 403, a seal that answers 503. No Vault can be had as a package here.
 */
final class FakeVault implements AutoCloseable {

  static final String TOKEN = "hvs.root-t0ken";
  static final String ROLE_ID = "role-1";
  static final String SECRET_ID = "s3cret-id";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final char[] STORE_PASSWORD = "changeit".toCharArray();

  final Map<String, String> secrets = new ConcurrentHashMap<>();
  final List<String> asked = new CopyOnWriteArrayList<>();
  final Set<String> tokens = ConcurrentHashMap.newKeySet();
  final CountDownLatch hanging = new CountDownLatch(1);
  volatile Answering instead = exchange -> false;
  final AtomicInteger logins = new AtomicInteger();

  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final String scheme;

  /** Answers in another way. */
  interface Answering {
    /** Whether it did. */
    boolean answered(HttpExchange exchange) throws IOException;
  }

  private FakeVault(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    tokens.add(TOKEN);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  static FakeVault start() throws IOException {
    return new FakeVault(HttpServer.create(anyPort(), 0), "http");
  }

  /** With a certificate for this host that it has signed itself, which it writes to a file. */
  static FakeVault startTls(Path folder, Path certificate, String subject)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve("keys.p12");
    keytool(
        "-genkeypair -alias v -keyalg EC -validity 2 -storetype PKCS12 -storepass changeit"
            + " -dname CN=vault -ext san="
            + subject
            + " -keystore "
            + store);
    keytool(
        "-exportcert -rfc -alias v -storepass changeit -keystore "
            + store
            + " -file "
            + certificate);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, STORE_PASSWORD);
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, STORE_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return new FakeVault(server, "https");
  }

  private static void keytool(String arguments) throws IOException, InterruptedException {
    var command =
        new java.util.ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(arguments.split(" ")));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("keytool failed");
    }
  }

  String address() {
    return scheme + "://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Takes a question and never answers it. */
  void hang() {
    instead =
        exchange -> {
          hanging.countDown();
          await();
          return true;
        };
  }

  /** Begins an answer and never ends it. */
  void hangInTheMiddle() {
    instead =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          hanging.countDown();
          await();
          return true;
        };
  }

  private void await() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void answer(int status, String body) {
    instead =
        exchange -> {
          send(exchange, status, body);
          return true;
        };
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath());
      if (!instead.answered(exchange)) {
        answer(exchange);
      }
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    if (path.equals("/v1/auth/approle/login") && exchange.getRequestMethod().equals("POST")) {
      login(exchange);
    } else if (!tokens.contains(exchange.getRequestHeaders().getFirst("X-Vault-Token"))) {
      send(exchange, 403, "{\"errors\":[\"permission denied\"]}");
    } else if (!path.startsWith("/v1/secret/data/")) {
      send(
          exchange,
          404,
          "{\"errors\":[\"no handler for route \\\"x\\\". route entry not found.\"]}");
    } else if (secrets.containsKey(path.substring("/v1/secret/data/".length()))) {
      String data = secrets.get(path.substring("/v1/secret/data/".length()));
      send(
          exchange,
          200,
          "{\"request_id\":\"1\",\"data\":{\"data\":" + data + ",\"metadata\":{\"version\":1}}}");
    } else {
      send(exchange, 404, "{\"errors\":[]}");
    }
  }

  private void login(HttpExchange exchange) throws IOException {
    JsonNode said = JSON.readTree(exchange.getRequestBody());
    if (!said.path("role_id").asText().equals(ROLE_ID)
        || !said.path("secret_id").asText().equals(SECRET_ID)) {
      send(exchange, 400, "{\"errors\":[\"invalid role or secret ID\"]}");
      return;
    }
    String token = "hvs.login-" + logins.incrementAndGet();
    tokens.add(token);
    ObjectNode answer = JSON.createObjectNode();
    answer.putObject("auth").put("client_token", token).put("lease_duration", 1200);
    send(exchange, 200, answer.toString());
  }

  static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
