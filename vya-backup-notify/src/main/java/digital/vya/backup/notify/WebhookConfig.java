package digital.vya.backup.notify;

import digital.vya.backup.api.Secret;
import jakarta.validation.Valid;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses are called.
 *
 * @param url is told of everything that has no address of its own; with {@code get}, of good runs
 *     and nothing else
 * @param startUrl is told that a run begins
 * @param successUrl is told of good runs, instead of {@code url}
 * @param failureUrl is told of other runs and of alerts, instead of {@code url}
 * @param method {@code post}, which is the default, with the news as JSON, or {@code get}
 * @param headers further headers, each of which may be secret
 * @param secret signs what is sent
 * @param answerTimeout the longest that one answer may take; 10 seconds if missing
 * @param retry how often it is tried
 * @param caCert a PEM file with the authorities that the server's certificate is checked against,
 *     instead of those of Java
 * @param allowHttp whether the news may travel unencrypted to another host
 */
public record WebhookConfig(
    @Nullable Secret url,
    @Nullable Secret startUrl,
    @Nullable Secret successUrl,
    @Nullable Secret failureUrl,
    @Nullable Method method,
    @Nullable Map<String, Secret> headers,
    @Nullable Secret secret,
    @Nullable Duration answerTimeout,
    @Valid @Nullable Retry retry,
    @Nullable Path caCert,
    @Nullable Boolean allowHttp) {

  private static final Set<String> OURS =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "upgrade",
          "transfer-encoding",
          "x-vya-signature");

  /** How an address is called. */
  public enum Method {
    /** With the news as JSON. */
    POST,
    /** With nothing: that it is called is all there is to say. */
    GET
  }

  /**
   * Gives the defaults and checks the addresses.
   *
   * @throws IllegalArgumentException naming what is wrong, and no value of a secret
   */
  public WebhookConfig {
    method = method == null ? Method.POST : method;
    headers = headers == null ? Map.of() : Map.copyOf(headers);
    answerTimeout = Calls.orDefault(answerTimeout);
    retry = Retry.orDefault(retry);
    if (Stream.of(url, startUrl, successUrl, failureUrl).allMatch(one -> one == null)) {
      throw new IllegalArgumentException("url is missing: the address that is called");
    }
    if (method == Method.GET && url != null && successUrl != null) {
      throw new IllegalArgumentException(
          "url is what success_url is, with method get: name one of them, and failure_url for"
              + " failures");
    }
    Address.check("url", url, allowHttp);
    Address.check("start_url", startUrl, allowHttp);
    Address.check("success_url", successUrl, allowHttp);
    Address.check("failure_url", failureUrl, allowHttp);
    headers.forEach(WebhookConfig::checkHeader);
    if (secret != null && secret.reveal().isEmpty()) {
      throw new IllegalArgumentException("secret must not be empty");
    }
    if (answerTimeout.toMillis() < 1) {
      throw new IllegalArgumentException("answer_timeout must not be 0");
    }
  }

  private static void checkHeader(String name, Secret value) {
    if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,200}")) {
      throw new IllegalArgumentException("headers has a name that no header can have");
    }
    if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("headers must not have " + name + ", it is set anyway");
    }
    if (!value.reveal().matches("[\\x20-\\x7e\\t]*")) {
      throw new IllegalArgumentException(
          "headers." + name + " must be one line of ASCII characters");
    }
  }
}
