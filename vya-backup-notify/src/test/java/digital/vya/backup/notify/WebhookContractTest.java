package digital.vya.backup.notify;

import digital.vya.backup.api.Notifier;
import digital.vya.backup.api.Secret;
import digital.vya.backup.testkit.NotifierContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class WebhookContractTest extends NotifierContract<WebhookConfig> {

  private HttpReceiver receiver;

  @BeforeEach
  void start() throws Exception {
    receiver = HttpReceiver.start();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Override
  protected Notifier<WebhookConfig> notifier() {
    return new WebhookNotifier();
  }

  private WebhookConfig at(String path) {
    String url = receiver.at(path);
    return new WebhookConfig(
        new Secret(url),
        null,
        null,
        null,
        null,
        Map.of("Authorization", new Secret("Bearer t0ken-of-header")),
        new Secret("hmac-k3y"),
        Duration.ofSeconds(30),
        new Retry(1, null),
        null,
        null);
  }

  @Override
  protected WebhookConfig config() {
    return at("/services/T0/s3cr3t-path");
  }

  @Override
  protected WebhookConfig brokenConfig() {
    return at("/gone/s3cr3t-path");
  }

  @Override
  protected WebhookConfig hangingConfig() {
    return at("/hang/s3cr3t-path");
  }

  @Override
  protected void awaitHanging() throws Exception {
    receiver.hanging.await();
  }

  @Override
  protected int delivered() {
    return receiver.told.size();
  }

  @Override
  protected List<String> secrets() {
    return List.of("s3cr3t-path", "t0ken-of-header", "hmac-k3y");
  }
}
