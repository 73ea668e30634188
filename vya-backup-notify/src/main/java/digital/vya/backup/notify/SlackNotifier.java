package digital.vya.backup.notify;

import com.fasterxml.jackson.databind.JsonNode;
import digital.vya.backup.api.Alert;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Notifier;
import digital.vya.backup.api.RestoreReport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;

/** The notifier {@code slack}: one message for each run, by an incoming webhook. */
public final class SlackNotifier implements Notifier<SlackConfig> {

  /** For ServiceLoader and for embedders. */
  public SlackNotifier() {}

  @Override
  public String name() {
    return "slack";
  }

  @Override
  public Class<SlackConfig> configType() {
    return SlackConfig.class;
  }

  @Override
  public void send(SlackConfig config, BackupReport report, Host host)
      throws IOException, InterruptedException {
    var texts = new Texts(config.language());
    send(config, SlackMessage.of(BackupLetter.of(report, texts), texts));
  }

  @Override
  public void send(SlackConfig config, RestoreReport report, Host host)
      throws IOException, InterruptedException {
    var texts = new Texts(config.language());
    send(config, SlackMessage.of(OtherLetters.of(report, host.clock().getZone(), texts), texts));
  }

  @Override
  public void send(SlackConfig config, Alert alert, Host host)
      throws IOException, InterruptedException {
    var texts = new Texts(config.language());
    send(config, SlackMessage.of(OtherLetters.of(alert, texts), texts));
  }

  private static void send(SlackConfig config, JsonNode message)
      throws IOException, InterruptedException {
    new Calls(config.answerTimeout(), config.caCert(), config.retry())
        .call(
            () ->
                Calls.to(URI.create(config.url().reveal()))
                    .header("Content-Type", "application/json; charset=utf-8")
                    .POST(BodyPublishers.ofString(message.toString())));
  }
}
