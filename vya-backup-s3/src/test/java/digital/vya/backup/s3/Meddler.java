package digital.vya.backup.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Stands between client and server, keeps what is asked, and does harm to chosen requests. */
final class Meddler implements AutoCloseable {

  private final ServerSocket listening;
  private final int server;
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  Meddler(int server) {
    this.server = server;
    try {
      this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  /** A request without its body. */
  record Request(String line, List<String> headers) {

    boolean is(String method, String part) {
      return line.startsWith(method + " ") && line.contains(part);
    }

    String header(String name) {
      return headers.stream()
          .filter(h -> h.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
          .map(h -> h.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  /** What happens to a request: gets it whole, and the way to both sides. */
  interface Harm {
    void to(Exchange exchange) throws IOException;
  }

  /** One request on its way. */
  static final class Exchange {

    private final Request request;
    private final Socket client;
    private final int server;

    private Exchange(Request request, Socket client, int server) {
      this.request = request;
      this.client = client;
      this.server = server;
    }

    Socket client() {
      return client;
    }

    byte[] body() throws IOException {
      String told = request.header("Content-Length");
      int length = told.isEmpty() ? 0 : Integer.parseInt(told);
      byte[] body = client.getInputStream().readNBytes(length);
      if (body.length < length) {
        throw new EOFException();
      }
      return body;
    }

    byte[] answerTo(byte[] body) throws IOException {
      try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
        OutputStream out = upstream.getOutputStream();
        out.write(forwarded(request));
        out.write(body);
        out.flush();
        return upstream.getInputStream().readAllBytes();
      }
    }

    void reply(byte[] answer) throws IOException {
      client.getOutputStream().write(answer);
      client.getOutputStream().flush();
    }
  }

  private static final class Rule {
    private final Predicate<Request> which;
    private final Harm harm;
    private int times;

    Rule(Predicate<Request> which, int times, Harm harm) {
      this.which = which;
      this.times = times;
      this.harm = harm;
    }

    synchronized boolean takes(Request request) {
      if (times == 0 || !which.test(request)) {
        return false;
      }
      times--;
      return true;
    }
  }

  /** Lets the next requests of that kind come to harm. */
  Meddler harm(Predicate<Request> which, int times, Harm harm) {
    rules.add(new Rule(which, times, harm));
    return this;
  }

  /** Does no harm any more. */
  void calm() {
    rules.clear();
  }

  List<Request> requests() {
    return new ArrayList<>(requests);
  }

  long count(String method, String part) {
    return requests.stream().filter(r -> r.is(method, part)).count();
  }

  Place place(S3Server of) {
    Place place = of.newPlace();
    place.endpoint = "http://127.0.0.1:" + listening.getLocalPort();
    return place;
  }

  static Harm answers(int status, String code, String message) {
    return exchange -> {
      exchange.body();
      String xml = "<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>";
      exchange.reply(answer(status, "application/xml", xml));
    };
  }

  static byte[] answer(int status, String type, String text) {
    String head =
        "HTTP/1.1 "
            + status
            + " x\r\nConnection: close\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + text.length()
            + "\r\n\r\n";
    return (head + text).getBytes(ISO_8859_1);
  }

  /** Takes a part of the request and closes the connection. */
  static Harm cutsRequest(int bytes) {
    return exchange -> exchange.client().getInputStream().readNBytes(bytes);
  }

  /** Sends a part of the answer and closes the connection. */
  static Harm cutsAnswer(int bytes) {
    return exchange -> {
      byte[] answer = exchange.answerTo(exchange.body());
      exchange.reply(java.util.Arrays.copyOf(answer, Math.min(bytes, answer.length)));
    };
  }

  /** Lets the request do its work, and the client never know. */
  static Harm losesAnswer() {
    return exchange -> exchange.answerTo(exchange.body());
  }

  /** Changes a byte of what is sent. */
  static Harm damages() {
    return exchange -> {
      byte[] body = exchange.body();
      body[body.length / 2] ^= 1;
      exchange.reply(exchange.answerTo(body));
    };
  }

  /** Puts another header in the place of one of the answer. */
  static Harm tells(String header, String value) {
    return exchange -> {
      String answer = new String(exchange.answerTo(exchange.body()), ISO_8859_1);
      exchange.reply(
          answer
              .replaceFirst("(?i)\r\n" + header + ":[^\r]*", "\r\n" + header + ": " + value)
              .getBytes(ISO_8859_1));
    };
  }

  private void accept() throws IOException {
    while (!listening.isClosed()) {
      Socket client = listening.accept();
      open.add(client);
      start(() -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    try (client) {
      Request request = readHead(client.getInputStream());
      requests.add(request);
      if (request.header("Expect").equalsIgnoreCase("100-continue")) {
        client.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
      }
      var exchange = new Exchange(request, client, server);
      for (Rule rule : rules) {
        if (rule.takes(request)) {
          rule.harm.to(exchange);
          return;
        }
      }
      exchange.reply(exchange.answerTo(exchange.body()));
    }
  }

  private static byte[] forwarded(Request request) {
    var head = new StringBuilder(request.line()).append("\r\n");
    request.headers().stream()
        .filter(h -> !h.toLowerCase(Locale.ROOT).matches("(expect|connection):.*"))
        .forEach(h -> head.append(h).append("\r\n"));
    return head.append("Connection: close\r\n\r\n").toString().getBytes(ISO_8859_1);
  }

  private static Request readHead(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException();
      }
      head.write(b);
    }
    List<String> lines = head.toString(ISO_8859_1).lines().filter(l -> !l.isEmpty()).toList();
    return new Request(lines.get(0), lines.subList(1, lines.size()));
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    var thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The client went away, as it may.
                return;
              }
            },
            "meddler");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket client : open) {
      client.close();
    }
  }
}
