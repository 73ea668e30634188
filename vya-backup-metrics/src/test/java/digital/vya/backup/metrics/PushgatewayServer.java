package digital.vya.backup.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Debian's Pushgateway on a free port of this machine. */
public final class PushgatewayServer implements AutoCloseable {

  private static final Pattern LISTENING =
      Pattern.compile("msg=\"Listening on\" address=(127\\.0\\.0\\.1:[0-9]+)");

  static final String USER = "backup";
  static final String PASSWORD = "hunter2-SECRET";
  private static final String BCRYPT =
      "$2b$04$abcdefghijklmnopqrstuuU09HJghPRy53bMCZxX8Jnjwek2DynwC";

  private final Process process;
  private final HttpClient client;
  private final String url;

  /** Without protection. */
  public static PushgatewayServer start() throws IOException {
    return start("http://", HttpClient.newHttpClient(), List.of());
  }

  /** With TLS, and a user and password. */
  static PushgatewayServer start(Certified certified) throws IOException {
    Path config = certified.folder().resolve("web.yml");
    Files.writeString(
        config,
        """
        tls_server_config: {cert_file: certificate.pem, key_file: key.pem}
        basic_auth_users: {%s: "%s"}
        """
            .formatted(USER, BCRYPT));
    HttpClient client =
        HttpClient.newBuilder()
            .sslContext(Authorities.trusting(certified.certificate()))
            .authenticator(
                new Authenticator() {
                  @Override
                  protected PasswordAuthentication getPasswordAuthentication() {
                    return new PasswordAuthentication(USER, PASSWORD.toCharArray());
                  }
                })
            .build();
    return start("https://", client, List.of("--web.config.file=" + config));
  }

  private PushgatewayServer(Process process, HttpClient client, String url) {
    this.process = process;
    this.client = client;
    this.url = url;
  }

  private static PushgatewayServer start(String scheme, HttpClient client, List<String> more)
      throws IOException {
    // Debian's keeps its figures in a file for all, where there is none named.
    var command =
        new ArrayList<>(
            List.of(
                "prometheus-pushgateway",
                "--web.listen-address=127.0.0.1:0",
                "--persistence.file="));
    command.addAll(more);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new ArrayList<String>();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.add(line);
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        drain(lines);
        return new PushgatewayServer(process, client, scheme + listening.group(1));
      }
    }
    process.destroyForcibly();
    throw new IOException("the Pushgateway did not start: " + said);
  }

  private static void drain(BufferedReader lines) {
    var thread =
        new Thread(
            () -> {
              try {
                lines.transferTo(Writer.nullWriter());
              } catch (IOException e) {
                // It was closed.
              }
            },
            "pushgateway output");
    thread.setDaemon(true);
    thread.start();
  }

  public String url() {
    return url;
  }

  /** Pushes a text as another program would. */
  HttpResponse<String> put(String group, byte[] text) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url + group))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(text))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** All it serves, as Prometheus reads it. */
  public String metrics() throws IOException, InterruptedException {
    return get("/metrics");
  }

  /** The groups, with the parsed figures in them. */
  public JsonNode groups() throws IOException, InterruptedException {
    return new ObjectMapper().readTree(get("/api/v1/metrics")).path("data");
  }

  /** The databases for which it has figures. */
  public List<String> databases() throws IOException, InterruptedException {
    var names = new TreeSet<String>();
    for (JsonNode group : groups()) {
      for (JsonNode family : group) {
        for (JsonNode figure : family.path("metrics")) {
          JsonNode database = figure.path("labels").path("database");
          if (database.isTextual()) {
            names.add(database.asText());
          }
        }
      }
    }
    return List.copyOf(names);
  }

  private String get(String path) throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(URI.create(url + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
