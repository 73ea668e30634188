package digital.vya.backup.notify;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Calls addresses over HTTP, and goes nowhere else than it was told. */
final class Calls {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Duration timeout;
  private final @Nullable Retry retry;
  private final HttpClient client;

  /**
   * Prepares calls.
   *
   * @param timeout the longest that one answer may take
   * @param authorities whose certificates are believed; those that Java knows if missing
   */
  Calls(@Nullable Duration timeout, @Nullable Path authorities, @Nullable Retry retry) {
    this.timeout = orDefault(timeout);
    this.retry = retry;
    this.client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(this.timeout)
            .sslContext(Trust.context(authorities))
            .build();
  }

  static Duration orDefault(@Nullable Duration timeout) {
    return timeout == null ? TIMEOUT : timeout;
  }

  /**
   * Calls until it is answered that all is well.
   *
   * @param request makes the request for each attempt
   */
  void call(Supplier<HttpRequest.Builder> request) throws IOException, InterruptedException {
    Retrying.run(retry, () -> once(request.get().timeout(timeout).build()));
  }

  private void once(HttpRequest request) throws IOException, InterruptedException {
    String server = Address.shown(request.uri());
    CompletableFuture<HttpResponse<String>> asked = client.sendAsync(request, Limited.handler());
    try {
      // The client's own timeout ends with the headers of an answer.
      HttpResponse<String> answer = asked.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      check(server, answer);
    } catch (TimeoutException e) {
      throw silent(server, e);
    } catch (ExecutionException e) {
      throw failure(server, e.getCause());
    } finally {
      asked.cancel(true);
    }
  }

  private static void check(String server, HttpResponse<String> answer) {
    int status = answer.statusCode();
    if (status / 100 == 2) {
      return;
    }
    String said = Plain.line(answer.body(), 200);
    String told = status + (said.isEmpty() ? "" : " (" + said + ")");
    if (status / 100 == 3) {
      throw BackupException.configuration(
          "%s sends us elsewhere (%d), and the news go nowhere else; write the address that it leads to into url"
              .formatted(server, status));
    }
    if (status / 100 == 5 || status == 429 || status == 408) {
      throw BackupException.passing(
          "%s answers %s; look at its log".formatted(server, told),
          new IllegalStateException("an answer that may change"));
    }
    throw BackupException.configuration(
        "%s answers %s; look whether url is still the right one".formatted(server, told));
  }

  private RuntimeException failure(String server, @Nullable Throwable cause) {
    if (cause instanceof java.net.http.HttpConnectTimeoutException e) {
      return unreachable(server, e);
    }
    if (cause instanceof java.net.http.HttpTimeoutException e) {
      return silent(server, e);
    }
    if (cause instanceof SSLException e) {
      return new BackupException(
          Reason.CONFIGURATION,
          "the certificate of %s is not trusted: %s; name its authority with ca_cert"
              .formatted(server, Plain.line(e.getMessage(), 200)),
          e);
    }
    if (cause instanceof ConnectException || cause instanceof UnresolvedAddressException) {
      return unreachable(server, (Exception) cause);
    }
    return BackupException.passing(
        "%s broke off: %s; look at its log"
            .formatted(server, Plain.line(cause == null ? null : cause.getMessage(), 200)),
        cause == null ? new IOException("broke off") : cause);
  }

  private static BackupException unreachable(String server, Exception cause) {
    return BackupException.passing(
        server
            + " cannot be reached: the connection was refused or its host is not known; look at url and at the network",
        cause);
  }

  private BackupException silent(String server, Exception cause) {
    return BackupException.passing(
        "%s did not answer within %d ms; look at it, or raise answer_timeout"
            .formatted(server, timeout.toMillis()),
        cause);
  }

  /** A call to an address. */
  static HttpRequest.Builder to(URI address) {
    return HttpRequest.newBuilder(address).header("User-Agent", "vya-backup");
  }
}
