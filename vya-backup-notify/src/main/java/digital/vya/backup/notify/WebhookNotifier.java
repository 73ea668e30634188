package digital.vya.backup.notify;

import com.fasterxml.jackson.databind.JsonNode;
import digital.vya.backup.api.Alert;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.BackupReport.Outcome;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Notifier;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.RestoreReport;
import digital.vya.backup.api.RunStart;
import digital.vya.backup.api.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The notifier {@code webhook}: calls addresses, with the news as JSON, signed, or with nothing, as
 * a dead man's switch wants it.
 */
public final class WebhookNotifier implements Notifier<WebhookConfig> {

  private static final String SIGNATURE = "X-Vya-Signature";

  /** For ServiceLoader and for embedders. */
  public WebhookNotifier() {}

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public Class<WebhookConfig> configType() {
    return WebhookConfig.class;
  }

  @Override
  public void begin(WebhookConfig config, RunStart run, Host host)
      throws IOException, InterruptedException {
    call(config, config.startUrl(), WebhookBody.of(run), host);
  }

  @Override
  public void send(WebhookConfig config, BackupReport report, Host host)
      throws IOException, InterruptedException {
    boolean good = report.outcome() == Outcome.COMPLETE;
    Secret own = good ? config.successUrl() : config.failureUrl();
    Secret other = good ? config.url() : anything(config);
    call(config, own == null ? other : own, WebhookBody.of(report), host);
  }

  @Override
  public void send(WebhookConfig config, RestoreReport report, Host host)
      throws IOException, InterruptedException {
    // Who watches whether backups come must not take a restore for one.
    call(config, anything(config), WebhookBody.of(report), host);
  }

  @Override
  public void send(WebhookConfig config, Alert alert, Host host)
      throws IOException, InterruptedException {
    Secret own = config.failureUrl();
    call(config, own == null ? anything(config) : own, WebhookBody.of(alert), host);
  }

  /** Who is called with nothing cannot tell a failure from a success. */
  private static @Nullable Secret anything(WebhookConfig config) {
    return config.method() == WebhookConfig.Method.GET ? null : config.url();
  }

  private static void call(WebhookConfig config, @Nullable Secret address, JsonNode body, Host host)
      throws IOException, InterruptedException {
    if (address == null) {
      return;
    }
    URI uri = URI.create(address.reveal());
    String text = config.method() == WebhookConfig.Method.GET ? "" : body.toString();
    new Calls(config.answerTimeout(), config.caCert(), config.retry())
        .call(() -> request(config, uri, text, host));
  }

  private static HttpRequest.Builder request(
      WebhookConfig config, URI uri, String body, Host host) {
    HttpRequest.Builder request = Calls.to(uri);
    if (config.method() == WebhookConfig.Method.GET) {
      request.GET();
    } else {
      request
          .header("Content-Type", "application/json; charset=utf-8")
          .POST(BodyPublishers.ofString(body));
    }
    if (config.headers() != null) {
      config.headers().forEach((name, value) -> request.setHeader(name, value.reveal()));
    }
    if (config.secret() != null) {
      long now = host.clock().instant().getEpochSecond();
      request.setHeader(SIGNATURE, "t=" + now + ",v1=" + hmac(config.secret(), now + "." + body));
    }
    return request;
  }

  private static String hmac(Secret secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new BackupException(Reason.BUG, "this Java has no HmacSHA256", e);
    }
  }
}
