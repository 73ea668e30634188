package digital.vya.backup.metrics;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Secret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Talks to one Pushgateway. How long that may take is the caller's to say, by an interrupt. */
final class Gateway {

  private final PushgatewayConfig config;
  private final HttpClient client;

  Gateway(PushgatewayConfig config) {
    this.config = config;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            // A password goes to nobody but the server that was named.
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1);
    if (config.caCert() != null) {
      builder.sslContext(Authorities.trusting(config.caCert()));
    }
    this.client = builder.build();
  }

  /** Replaces a group of figures. */
  void put(String path, byte[] text) throws IOException, InterruptedException {
    send(
        HttpRequest.newBuilder(config.at(path))
            .header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(text)));
  }

  /** Reads something and takes no notice of it. */
  void get(String path) throws IOException, InterruptedException {
    send(HttpRequest.newBuilder(config.at(path)).GET());
  }

  private void send(HttpRequest.Builder request) throws IOException, InterruptedException {
    Secret password = config.password();
    if (password != null) {
      byte[] both = (config.user() + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
    }
    // The stream of a body does not heed an interrupt, so the whole answer is waited for.
    CompletableFuture<HttpResponse<String>> asked =
        client.sendAsync(request.build(), any -> new Begin());
    try {
      HttpResponse<String> answer = asked.get();
      if (answer.statusCode() / 100 != 2) {
        throw Refusals.of(config.url(), answer.statusCode(), answer.body());
      }
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } finally {
      asked.cancel(true);
    }
  }

  private IOException failure(@Nullable Throwable cause) {
    if (cause instanceof SSLException) {
      throw new BackupException(
          Reason.CONFIGURATION,
          "the certificate of the Pushgateway at %s is not trusted: %s; name its authority with ca_cert"
              .formatted(config.url(), Refusals.line(cause.getMessage())),
          cause);
    }
    if (cause instanceof ConnectException) {
      throw new BackupException(
          Reason.ENVIRONMENT,
          "the Pushgateway at %s does not answer: the connection was refused or its host is not known; look at url and at the server"
              .formatted(config.url()),
          cause);
    }
    return new IOException(
        "the Pushgateway at %s broke off: %s"
            .formatted(config.url(), Refusals.line(cause == null ? null : cause.getMessage())),
        cause);
  }
}
