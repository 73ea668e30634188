package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.BackupReport.Outcome;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.MetricsExporter;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.ServerFigures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsTest {

  @TempDir Path folder;
  private Setup setup;

  @BeforeEach
  void oneDatabase() {
    setup = new Setup(folder);
    setup.driver.databases.put("orders", "ten orders");
  }

  @Test
  void aRunHandsOverWhatItKnows() {
    var exported = new ArrayList<ServerFigures>();
    export(exported::add);

    BackupReport report = setup.backup();

    assertThat(report.warnings()).isEmpty();
    ServerFigures status = exported.get(0);
    assertThat(exported).hasSize(1);
    assertThat(status.server()).isEqualTo("test-server");
    assertThat(status.notifierFailures()).hasValue(0);
    ServerFigures.Database orders = status.databases().get(0);
    assertThat(orders.source()).isEqualTo(report.artifacts().get(0).source());
    assertThat(orders.attempts().orElseThrow().last().outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(orders.good().orElseThrow().id()).isEqualTo(report.stored().get(0).id());
    assertThat(orders.good().orElseThrow().proof().evidence())
        .contains(report.stored().get(0).evidence());
  }

  @Test
  void aFailureIsHandedOverWithItsReason() {
    var exported = new ArrayList<ServerFigures>();
    export(exported::add);
    setup.instances = List.of("main");
    setup.driver.databases.clear();

    BackupReport report = setup.backup();

    ServerFigures.Attempt last = exported.get(0).databases().get(0).attempts().orElseThrow().last();
    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(last.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(last.reason()).contains(report.failed().get(0).reason());
    assertThat(exported.get(0).databases().get(0).good()).isEmpty();
  }

  @Test
  void listenersAreToldWhatIsKnown() {
    setup.backup();

    assertThat(setup.events)
        .filteredOn(BackupEvent.FiguresKnown.class::isInstance)
        .singleElement()
        .extracting(e -> ((BackupEvent.FiguresKnown) e).figures().databases().size())
        .isEqualTo(1);
  }

  @Test
  void aChannelThatCannotBeToldIsCounted() {
    var exported = new ArrayList<ServerFigures>();
    export(exported::add);
    setup.notify(
        new NotificationsTest.Fake(
            report -> {
              throw new IOException("550");
            }),
        new NotificationsTest.Fake.Config(),
        Duration.ofMinutes(1));

    setup.backup();

    assertThat(exported.get(0).notifierFailures()).hasValue(1);
  }

  @Test
  void m1_anExporterThatFailsChangesNothingAndIsReported() {
    export(
        status -> {
          throw new IOException("the gateway answered 503");
        });

    BackupReport report = setup.backup();

    assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(report.warnings())
        .containsExactly("metrics figures failed: figures: the gateway answered 503");
  }

  @Test
  void m1_anExporterThatThrowsAnErrorChangesNothing() {
    export(
        status -> {
          throw new NoClassDefFoundError("io/example/Gauge");
        });

    assertThat(setup.backup().outcome()).isEqualTo(Outcome.COMPLETE);
  }

  @Test
  void m1_anExporterThatHangsIsEndedAndReported() {
    setup.export(
        new Fake(status -> new CountDownLatch(1).await()), new Fake.Config(), Duration.ofMillis(1));

    BackupReport report = setup.backup();

    assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(report.warnings())
        .singleElement()
        .asString()
        .startsWith("metrics figures failed: figures took longer than");
  }

  @Test
  void whatAnExporterReachesIsChecked() throws InterruptedException {
    export(status -> {});

    assertThat(setup.facade().check())
        .filteredOn(result -> result.kind().equals("metrics"))
        .singleElement()
        .isEqualTo(
            new CheckResult("metrics", "figures", Optional.empty(), List.of("a wall of gauges")));
  }

  @Test
  void noSecretIsShownByAnExporterThatFails() {
    setup.mask.learn(java.util.Set.of("hunter2-SECRET"));
    export(
        status -> {
          throw new digital.vya.backup.api.BackupException(
              Reason.ENVIRONMENT, "401 for hunter2-SECRET");
        });

    assertThat(setup.backup().warnings())
        .singleElement()
        .asString()
        .doesNotContain("hunter2")
        .contains("401 for ***");
  }

  private void export(Fake.Delivery delivery) {
    setup.export(new Fake(delivery), new Fake.Config(), Duration.ofMinutes(1));
  }

  /** An exporter that does what a test says. */
  record Fake(Delivery delivery) implements MetricsExporter<Fake.Config> {

    /** No settings. */
    public record Config() {}

    interface Delivery {
      void of(ServerFigures status) throws IOException, InterruptedException;
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
    public void export(Config config, ServerFigures status, Host host)
        throws IOException, InterruptedException {
      delivery.of(status);
    }

    @Override
    public List<String> reach(Config config, Host host) {
      return List.of("a wall of gauges");
    }
  }
}
