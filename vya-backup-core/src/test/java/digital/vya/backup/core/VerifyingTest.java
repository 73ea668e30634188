package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.Alert;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Notifier;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.RestoreMode;
import digital.vya.backup.api.RestoreReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VerifyingTest {

  private static final Instant FIRST = Instant.parse("2026-01-01T00:30:00Z");

  @TempDir Path folder;
  private Setup setup = new Setup(Path.of(""));
  private final List<Alert> alerts = new ArrayList<>();
  private final List<VerifyResult> results = new ArrayList<>();

  @BeforeEach
  void oneDatabase() {
    setup = new Setup(folder);
    setup.driver.databases.put("orders", "ten orders");
    setup.notify(new Alerted(alerts), new Alerted.Config(), Duration.ofMinutes(1));
  }

  @Test
  void tenSamplesOfATenthVerifyAllAndEachOnce() throws Exception {
    setup.verify = Evidence.STORED;
    for (int night = 0; night < 100; night++) {
      night(night);
    }
    var seen = new HashSet<String>();
    for (int run = 0; run < 10; run++) {
      verify(VerifyOrder.all().sampling(Sample.parse("10%")));

      assertThat(results).hasSize(10).allMatch(VerifyResult::ok);
      results.forEach(r -> assertThat(seen.add(r.key())).as("%s twice", r.key()).isTrue());
      setup.clock = Clock.offset(setup.clock, Duration.ofDays(1));
    }
    assertThat(seen).hasSize(100);
    verify(VerifyOrder.all().sampling(Sample.parse("1")));
    assertThat(results.get(0).key()).as("the turn begins again").contains("20260101");
  }

  @Test
  void aSampleIsNeverNothing() {
    assertThat(Sample.parse("1%").of(3)).isEqualTo(1);
    assertThat(Sample.parse("10%").of(101)).isEqualTo(11);
    assertThat(Sample.parse("100%").of(100_000)).isEqualTo(100_000);
    assertThat(Sample.parse("7").of(100)).isEqualTo(7);
  }

  @Test
  void whatWasNeverVerifiedComesFirst() throws Exception {
    night(0);
    setup.verify = Evidence.STORED;
    night(1);
    night(2);

    verify(VerifyOrder.all().sampling(Sample.parse("2")));

    assertThat(results)
        .extracting(r -> r.key().replaceAll(".*/(\\d{8}).*", "$1"))
        .containsExactly("20260102", "20260103");
  }

  @Test
  void damageIsMarkedAndToldOnceForAllAndGoesOnlyByASoundReading() throws Exception {
    for (int night = 0; night < 3; night++) {
      night(night);
    }
    List<String> artifacts = artifacts();
    byte[] sound = Objects.requireNonNull(setup.first.objects.get(artifacts.get(0)));
    setup.first.objects.put(artifacts.get(0), new byte[] {1, 2, 3});
    setup.first.objects.remove(artifacts.get(1));
    setup.clock = Clock.fixed(FIRST.plus(Duration.ofDays(10)), ZoneOffset.UTC);

    verify(VerifyOrder.all());

    assertThat(results).extracting(VerifyResult::damaged).containsExactly(true, true, false);
    assertThat(alerts).hasSize(1);
    assertThat(alerts.get(0).kind()).isEqualTo(Alert.Kind.DAMAGED);
    assertThat(alerts.get(0).findings())
        .extracting(Alert.Finding::message)
        .satisfiesExactly(
            m -> assertThat(m).contains("in storage first is damaged", "cut off", "new backup"),
            m -> assertThat(m).contains("is gone although its manifest is there"));
    Manifest damaged = manifest(artifacts.get(0));
    assertThat(damaged.proof().evidence()).isEqualTo(Evidence.STORED);
    assertThat(damaged.marks().damage().map(Manifest.Damage::at)).contains(setup.clock.instant());
    assertThat(verified())
        .extracting(BackupEvent.BackupVerified::ok)
        .containsExactly(false, false, true);

    setup.clock = Clock.offset(setup.clock, Duration.ofDays(1));
    verify(VerifyOrder.all());
    assertThat(manifest(artifacts.get(0)).marks()).as("found first").isEqualTo(damaged.marks());
    setup.facade().pin(damaged.id(), Optional.of("evidence"));
    assertThat(manifest(artifacts.get(0)).damaged()).isTrue();

    setup.first.objects.put(artifacts.get(0), sound);
    verify(VerifyOrder.one(damaged.id()));
    assertThat(manifest(artifacts.get(0)).damaged()).isFalse();
    assertThat(manifest(artifacts.get(0)).proof().evidence()).isEqualTo(Evidence.DECODED);
    assertThat(alerts).as("told once").hasSize(1);
  }

  @Test
  void aStorageThatCannotBeReachedIsNoDamageAndKeepsNoOtherFromBeingVerified() throws Exception {
    setup.destinations = List.of("first", "second");
    night(0);
    setup.first.onOpen =
        () -> {
          throw new IOException("no route to host");
        };

    verify(VerifyOrder.all());

    assertThat(results)
        .satisfiesExactly(
            r -> {
              assertThat(r.reason()).contains(Reason.ENVIRONMENT);
              assertThat(r.problem()).contains("first", "no route to host");
            },
            r -> assertThat(r.ok()).isTrue());
    assertThat(alerts).isEmpty();
  }

  @Test
  void damageThatCannotBeNotedIsTold() throws Exception {
    night(0);
    setup.first.objects.put(artifacts().get(0), new byte[] {1});
    setup.first.onCommit =
        () -> {
          throw new IOException("read-only bucket");
        };

    verify(VerifyOrder.all());

    assertThat(results.get(0).damaged()).isTrue();
    assertThat(results.get(0).warnings())
        .singleElement()
        .asString()
        .contains("could not be noted", "read-only bucket");
    assertThat(alerts).hasSize(1);
  }

  @Test
  void theLatestThatIsRestoredIsNotADamagedOne() throws Exception {
    setup.destinations = List.of("first", "second");
    setup.driver.databases.put("orders", "old orders");
    night(0);
    setup.driver.databases.put("orders", "new orders");
    night(1);
    String newest = artifacts().get(1);
    setup.first.objects.put(newest, new byte[] {1});
    verify(VerifyOrder.all());

    assertThat(restored().warnings())
        .as("the other copy is sound")
        .noneMatch(w -> w.contains("damaged"));
    assertThat(setup.driver.restored).containsEntry("copy", "new orders");
    setup.second.objects.put(newest, new byte[] {1});
    verify(VerifyOrder.all());
    setup.driver.restored.clear();
    assertThat(restored().warnings()).anyMatch(w -> w.contains("passed over, as it is damaged"));
    assertThat(setup.driver.restored).containsEntry("copy", "old orders");
  }

  private RestoreReport restored() throws InterruptedException {
    return setup
        .facade()
        .restore(
            RestoreOrder.of(new RestoreOrder.Origin.Latest("main", Optional.of("orders")))
                .to("copy")
                .in(RestoreMode.FAST)
                .forced());
  }

  private void night(int number) {
    setup.clock = Clock.fixed(FIRST.plus(Duration.ofDays(number)), ZoneOffset.UTC);
    assertThat(setup.backup().stored()).isNotEmpty();
  }

  private void verify(VerifyOrder order) throws Exception {
    results.clear();
    setup.events.clear();
    setup.facade().verify(order, results::add);
  }

  private List<BackupEvent.BackupVerified> verified() {
    return setup.events.stream()
        .filter(BackupEvent.BackupVerified.class::isInstance)
        .map(BackupEvent.BackupVerified.class::cast)
        .toList();
  }

  private List<String> artifacts() {
    return setup.first.objects.keySet().stream().filter(k -> k.endsWith(".rev")).toList();
  }

  private Manifest manifest(String artifact) throws IOException {
    byte[] json = Objects.requireNonNull(setup.first.objects.get(artifact + ArtifactKeys.MANIFEST));
    return ManifestJson.read(new ByteArrayInputStream(json));
  }

  /** A channel that keeps the alerts. */
  static final class Alerted implements Notifier<Alerted.Config> {

    public record Config() {}

    private final List<Alert> told;

    Alerted(List<Alert> told) {
      this.told = told;
    }

    @Override
    public String name() {
      return "alerted";
    }

    @Override
    public Class<Config> configType() {
      return Config.class;
    }

    @Override
    public void send(Config config, BackupReport report, Host host) {}

    @Override
    public void send(Config config, Alert alert, Host host) {
      told.add(alert);
    }
  }
}
