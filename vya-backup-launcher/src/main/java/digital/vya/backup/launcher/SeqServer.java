package digital.vya.backup.launcher;

import digital.vya.backup.core.LoggingOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * A SEQ server, which takes events in the compact log event format, one JSON object per line.
 *
 * @see <a href="https://docs.datalust.co/docs/posting-raw-events">Ingestion with HTTP</a>
 */
final class SeqServer implements SeqLog.Server {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY = 429;

  private final LoggingOptions.Seq options;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  SeqServer(LoggingOptions.Seq options) {
    this.options = options;
  }

  /** The server will not take these events, whenever they come. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
      super(message);
    }
  }

  @Override
  public void send(byte[] events) throws IOException, InterruptedException {
    String base = options.url().toString().replaceFirst("/+$", "");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + "/ingest/clef"))
            .timeout(ANSWER)
            .header("Content-Type", "application/vnd.serilog.clef")
            .POST(HttpRequest.BodyPublishers.ofByteArray(events));
    options.apiKey().ifPresent(key -> request.header("X-Seq-ApiKey", key.reveal()));
    int status = client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    if (status / 100 == 2) {
      return;
    }
    String answer = "it answered " + status + (status / 100 == 3 ? ", a redirect" : "");
    if (status / 100 == 5 || status == REQUEST_TIMEOUT || status == TOO_MANY) {
      throw new IOException(answer);
    }
    throw new RefusedException(
        answer + (status == 401 || status == 403 ? "; look at logging.seq.api_key" : ""));
  }

  @Override
  public String name() {
    return "the SEQ server " + options.url();
  }
}
