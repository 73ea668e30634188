package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.BackupReport.Outcome;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Notifier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NotificationsTest {

  @TempDir Path folder;
  private Setup setup;

  @BeforeEach
  void oneDatabase() {
    setup = new Setup(folder);
    setup.driver.databases.put("orders", "ten orders");
  }

  @Test
  void theReportIsDelivered() {
    var delivered = new ArrayList<BackupReport>();
    setup.notify(new Fake(delivered::add), new Fake.Config(), Duration.ofMinutes(1));

    BackupReport report = setup.backup();

    assertThat(delivered).singleElement().extracting(r -> r.runId()).isEqualTo(report.runId());
    assertThat(report.warnings()).isEmpty();
  }

  @Test
  void aNotifierThatFailsChangesNothingAndIsReported() {
    setup.notify(
        new Fake(
            report -> {
              throw new IOException("mail server said 550");
            }),
        new Fake.Config(),
        Duration.ofMinutes(1));

    BackupReport report = setup.backup();

    assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(report.warnings())
        .containsExactly("notification ops failed: ops: mail server said 550");
  }

  @Test
  void aNotifierThatThrowsAnErrorChangesNothing() {
    setup.notify(
        new Fake(
            report -> {
              throw new NoClassDefFoundError("com/example/Mail");
            }),
        new Fake.Config(),
        Duration.ofMinutes(1));

    assertThat(setup.backup().outcome()).isEqualTo(Outcome.COMPLETE);
  }

  @Test
  void aNotifierThatHangsIsEndedAndReported() {
    setup.notify(
        new Fake(report -> new CountDownLatch(1).await()), new Fake.Config(), Duration.ofMillis(1));

    BackupReport report = setup.backup();

    assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(report.warnings())
        .singleElement()
        .asString()
        .startsWith("notification ops failed: ops took longer than");
  }

  /** A notifier that does what a test says. */
  record Fake(Delivery delivery) implements Notifier<Fake.Config> {

    /** No settings. */
    public record Config() {}

    interface Delivery {
      void of(BackupReport report) throws IOException, InterruptedException;
    }

    @Override
    public String name() {
      return "fake";
    }

    @Override
    public Class<Config> configType() {
      return Config.class;
    }

    @Override
    public void send(Config config, BackupReport report, Host host)
        throws IOException, InterruptedException {
      delivery.of(report);
    }
  }
}
