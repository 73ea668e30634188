package digital.vya.backup.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import digital.vya.backup.api.Secret;
import digital.vya.backup.core.LoggingOptions;
import digital.vya.backup.core.LoggingOptions.Format;
import digital.vya.backup.core.Mask;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against real HTTP servers of this machine. */
final class SeqLogTest {

  private final Mask mask = new Mask();
  private final LoggerContext context = new LoggerContext();
  private final Logger logger = context.getLogger("some.Logger");
  private final Deque<Integer> answers = new ArrayDeque<>();
  private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
  private final List<String> heads = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch hold = new CountDownLatch(1);
  private final CountDownLatch taken = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    context.setMDCAdapter(new LogbackMDCAdapter());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          heads.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("X-Seq-ApiKey")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Content-Type"));
          int status = answers.isEmpty() ? 201 : answers.remove();
          if (status == 201) {
            bodies.add(body);
            taken.countDown();
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    hold.countDown();
    server.stop(0);
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private SeqLog begin(URI address) {
    var options =
        new LoggingOptions.Seq(
            address, Optional.of(new Secret("key-of-seq")), LoggingOptions.Level.INFO);
    return begin(new SeqServer(options));
  }

  private SeqLog begin(SeqLog.Server to) {
    var log = new SeqLog(to, Level.INFO, new LogLine(mask, Format.TEXT), Duration.ofMillis(1));
    log.setContext(context);
    log.start();
    logger.addAppender(log);
    return log;
  }

  private List<JsonNode> events() throws IOException {
    var events = new ArrayList<JsonNode>();
    for (String body : bodies) {
      for (String line : body.split("\n")) {
        events.add(new ObjectMapper().readTree(line));
      }
    }
    return events;
  }

  @Test
  void eventsArriveAsClefWithTheKeyAndWithoutSecrets() throws IOException {
    mask.learn(List.of("open sesame"));
    SeqLog log = begin(URI.create(address() + "/"));

    logger.info("{} is\n\"open sesame\"", "it");
    logger.error("lost", new IllegalStateException("no open sesame"));
    logger.debug("not wanted");
    log.stop();

    assertThat(events())
        .extracting(e -> e.path("@m").textValue())
        .containsExactly("it is\n\"***\"", "lost");
    assertThat(events())
        .extracting(e -> e.path("@l").textValue())
        .containsExactly("Information", "Error");
    assertThat(events().get(1).path("@x").textValue())
        .startsWith("java.lang.IllegalStateException: no ***");
    assertThat(Instant.parse(events().get(0).path("@t").textValue()))
        .isBeforeOrEqualTo(Instant.now());
    assertThat(events().get(0).path("logger").textValue()).isEqualTo("some.Logger");
    assertThat(heads.get(0)).isEqualTo("POST /ingest/clef key-of-seq application/vnd.serilog.clef");
    assertThat(log.lost()).isZero();
  }

  @Test
  void aServerThatIsBusyGetsTheSameEventsAgain() throws IOException, InterruptedException {
    answers.addAll(List.of(503, 429));
    SeqLog log = begin(address());
    logger.info("one");
    assertThat(taken.await(20, TimeUnit.SECONDS)).isTrue();
    log.stop();
    assertThat(events()).extracting(e -> e.path("@m").textValue()).containsExactly("one");
    assertThat(heads).hasSize(3);
    assertThat(log.lost()).isZero();
  }

  @Test
  void whatTheServerRefusesIsCountedAndNotSentAgain() {
    answers.addAll(List.of(403));
    SeqLog log = begin(address());
    logger.info("one");
    log.stop();
    assertThat(heads).hasSize(1);
    assertThat(log.lost()).isEqualTo(1);
  }

  @Test
  void aRedirectIsNotFollowedWithTheKey() {
    answers.addAll(List.of(302));
    SeqLog log = begin(address());
    logger.info("one");
    log.stop();
    assertThat(heads).hasSize(1);
    assertThat(log.lost()).isEqualTo(1);
  }

  @Test
  void aServerThatIsGoneCostsACount() throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    SeqLog log = begin(URI.create("http://127.0.0.1:" + port));
    for (int n = 0; n < 100; n++) {
      logger.info("event {}", n);
    }
    log.stop();
    assertThat(log.lost()).isEqualTo(100);
  }

  @Test
  void whatWaitsIsBounded() {
    SeqLog log =
        begin(
            new SeqLog.Server() {
              @Override
              public void send(byte[] events) throws InterruptedException {
                hold.await();
              }

              @Override
              public String name() {
                return "a server that hangs";
              }
            });
    String text = "x".repeat(10_000);
    int sent = 3 * SeqLog.WAITING / text.length();
    for (int n = 0; n < sent; n++) {
      logger.info(text);
    }
    assertThat(log.lost()).isBetween(sent / 3L, sent - SeqLog.WAITING / 2L / text.length());
    hold.countDown();
    log.stop();
  }

  @Test
  void whatIsUnderWayAtTheEndIsCountedAsLost() throws InterruptedException {
    var sending = new CountDownLatch(1);
    var log =
        new SeqLog(
            new SeqLog.Server() {
              @Override
              public void send(byte[] events) throws InterruptedException {
                sending.countDown();
                hold.await();
              }

              @Override
              public String name() {
                return "a server that hangs";
              }
            },
            Level.INFO,
            new LogLine(mask, Format.TEXT),
            Duration.ofMillis(1),
            Duration.ofMillis(1));
    log.setContext(context);
    log.start();
    logger.addAppender(log);
    logger.info("one");
    assertThat(sending.await(20, TimeUnit.SECONDS)).isTrue();
    logger.info("two");
    log.stop();

    assertThat(log.lost()).isEqualTo(2);
  }

  @Test
  void theVariablesNameAServer() {
    Map<String, String> variables =
        Map.of("SEQ_URL", "https://seq.example.org:45341/", "SEQ_API_KEY", "very secret key");
    LoggingOptions.Seq seq = SeqVariables.read(variables, mask).orElseThrow();
    assertThat(seq.url()).isEqualTo(URI.create("https://seq.example.org:45341/"));
    assertThat(mask.text("it is very secret key")).isEqualTo("it is ***");
    assertThat(SeqVariables.read(Map.of("SEQ_URL", ""), mask)).isEmpty();
    assertThat(SeqVariables.read(Map.of("SEQ_URL", "seq.example.org"), mask)).isEmpty();
    assertThat(SeqVariables.read(Map.of("SEQ_URL", "http://u:p@seq"), mask)).isEmpty();
  }
}
