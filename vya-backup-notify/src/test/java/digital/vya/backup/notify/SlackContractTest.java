package digital.vya.backup.notify;

import digital.vya.backup.api.Notifier;
import digital.vya.backup.api.Secret;
import digital.vya.backup.testkit.NotifierContract;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class SlackContractTest extends NotifierContract<SlackConfig> {

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
  protected Notifier<SlackConfig> notifier() {
    return new SlackNotifier();
  }

  private SlackConfig at(String path) {
    String url = receiver.at(path);
    return new SlackConfig(
        new Secret(url), null, Duration.ofSeconds(30), new Retry(1, null), null, null);
  }

  @Override
  protected SlackConfig config() {
    return at("/services/T0/s3cr3t-path");
  }

  @Override
  protected SlackConfig brokenConfig() {
    return at("/gone/s3cr3t-path");
  }

  @Override
  protected SlackConfig hangingConfig() {
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
