package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.BackupReport.Outcome;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Notifier;
import digital.vya.backup.api.RunStart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
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

  @Test
  void theBeginningIsToldBeforeTheEndAndNobodyWaitsForIt() {
    var told = new CopyOnWriteArrayList<String>();
    var dumped = new CountDownLatch(1);
    FakeDriver.Dump usual = setup.driver.dump;
    setup.driver.dump =
        (database, sink, host) -> {
          usual.to(database, sink, host);
          dumped.countDown();
        };
    setup.notify(
        new Fake(report -> told.add("end " + report.runId())) {
          @Override
          public void begin(Config config, RunStart run, Host host) throws InterruptedException {
            dumped.await();
            told.add("begin " + run.runId() + " on " + run.server());
          }
        },
        new Fake.Config(),
        Duration.ofMinutes(1));

    BackupReport report = setup.backup();

    assertThat(report.warnings()).isEmpty();
    assertThat(told)
        .containsExactly(
            "begin " + report.runId() + " on " + report.server(), "end " + report.runId());
  }

  @Test
  void aBeginningThatCannotBeToldIsReportedAndChangesNothing() {
    setup.notify(
        new Fake(report -> {}) {
          @Override
          public void begin(Config config, RunStart run, Host host) throws IOException {
            throw new IOException("nobody there");
          }
        },
        new Fake.Config(),
        Duration.ofMinutes(1));

    BackupReport report = setup.backup();

    assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(report.warnings()).containsExactly("notification ops failed: ops: nobody there");
  }

  @Test
  void aChannelIsToldOnlyWhatItWants() {
    var told = new ArrayList<String>();
    for (Occasion on : Occasion.all()) {
      setup.channels.add(
          new Settings.Channel<>(
              "c-" + on,
              new Fake(report -> told.add(on + " " + report.outcome())),
              new Fake.Config(),
              Set.of(on),
              Duration.ofMinutes(1)));
    }

    setup.backup();
    FakeDriver.Dump usual = setup.driver.dump;
    setup.driver.dump =
        (database, sink, host) -> {
          if (database.equals("orders")) {
            throw new IOException("no orders");
          }
          usual.to(database, sink, host);
        };
    setup.backup();
    setup.driver.databases.put("users", "two users");
    setup.backup();

    assertThat(told)
        .containsExactly(
            "SUCCESS COMPLETE", "FAILURE FAILED", "FAILURE PARTIAL", "PARTIAL PARTIAL");
  }

  @Test
  void whatTheNotifierWarnsOfIsReported() {
    setup.notify(
        new Fake(report -> {}) {
          @Override
          public void send(Config config, BackupReport report, Host host) {
            host.warn("the log could not be attached");
          }
        },
        new Fake.Config(),
        Duration.ofMinutes(1));

    assertThat(setup.backup().warnings())
        .containsExactly("notification ops: the log could not be attached");
  }

  @Test
  void aTrialTellsOfAFailureAndThenOfASuccessAndSaysThatItIsATest() throws Exception {
    var told = new ArrayList<String>();
    setup.notify(
        new Fake(report -> told.add(report.outcome() + " " + report.server())),
        new Fake.Config(),
        Duration.ofMinutes(1));
    VyaBackup vya = setup.facade();

    List<CheckResult> results = NotificationTrial.run(vya, Optional.empty(), Set.of());

    String server = vya.options().server() + " (TEST)";
    assertThat(told).containsExactly("FAILED " + server, "COMPLETE " + server);
    assertThat(results).hasSize(2).allMatch(result -> result.failure().isEmpty());
    assertThatThrownBy(() -> NotificationTrial.run(vya, Optional.of("opps"), Set.of()))
        .hasMessage("no channel named opps is configured; there are: ops");
  }

  @Test
  void aTrialThatFailsSaysWhy() throws Exception {
    setup.notify(
        new Fake(
            report -> {
              throw new IOException("mail server said 550");
            }),
        new Fake.Config(),
        Duration.ofMinutes(1));

    assertThat(
            NotificationTrial.run(
                setup.facade(), Optional.of("ops"), Set.of(NotificationTrial.Sample.PARTIAL)))
        .singleElement()
        .satisfies(
            result ->
                assertThat(result.failure().orElseThrow().message())
                    .isEqualTo("ops: mail server said 550"));
  }

  /** A notifier that does what a test says. */
  static class Fake implements Notifier<Fake.Config> {

    private final Delivery delivery;

    Fake(Delivery delivery) {
      this.delivery = delivery;
    }

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
