package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.Alert;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Notifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatusTest {

  private static final String KEY = "@status/test-server.status.json";

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock("2026-01-13T00:30:00Z");
  private Setup setup;

  @BeforeEach
  void nightly() {
    setup = new Setup(folder.resolve("state"));
    setup.clock = clock;
    setup.driver.databases.put("orders", "ten orders");
    setup.schedule = Optional.of(nightly(Optional.of(Duration.ofMinutes(10))));
  }

  private static Schedule nightly(Optional<Duration> tolerance) {
    return new Schedule(
        new Schedule.Rule.Clock(new LocalTimes.Daily(Set.of(), LocalTime.of(0, 30))),
        ZoneOffset.UTC,
        tolerance);
  }

  private Status status() throws InterruptedException {
    return setup.facade().watch().status(Optional.empty());
  }

  /** As another machine sees it that only shares the storage. */
  private Status elsewhere() throws InterruptedException {
    var other = new Setup(folder.resolve("other"));
    other.clock = clock;
    other.first.statuses.putAll(setup.first.statuses);
    other.driver.databases.put("other", "x");
    return other.facade().watch().statusFrom("first");
  }

  private static DatabaseStatus only(Status status) {
    return status.servers().get(0).databases().get(0);
  }

  private void failing() {
    setup.driver.dump =
        (database, sink, host) -> {
          throw BackupException.data("the dump ended too early");
        };
  }

  @Test
  void allIsWellAfterAGoodRunUntilTheMinuteTheNextOneIsMissed() throws Exception {
    setup.first.free = OptionalLong.of(123);
    setup.backup();
    Status status = status();

    assertThat(status.ok()).isTrue();
    assertThat(only(status).good().orElseThrow().rawBytes()).isEqualTo(10);
    assertThat(only(status).due()).contains(Instant.parse("2026-01-14T00:30:00Z"));
    assertThat(status.servers().get(0).storages())
        .contains(new ServerStatus.Room("first", OptionalLong.of(123)));
    clock.set("2026-01-14T00:39:59Z");
    assertThat(status().ok()).isTrue();
    assertThat(elsewhere().ok()).isTrue();
    clock.set("2026-01-14T00:40:00Z");
    assertThat(status().ok()).isFalse();
    assertThat(elsewhere().ok()).isFalse();
    assertThat(only(elsewhere()).problems(clock.instant()))
        .singleElement()
        .asString()
        .startsWith("overdue since 2026-01-14T00:40:00Z: it was due at 2026-01-14T00:30:00Z");
  }

  @Test
  void aRunThatFailsKeepsTheLastGoodOneAndTellsEverybodyWhatWasWrong() throws Exception {
    String good = setup.backup().stored().get(0).id();
    failing();
    clock.set("2026-01-14T00:30:00Z");
    setup.backup();

    for (Status status : List.of(status(), elsewhere())) {
      assertThat(status.ok()).isFalse();
      assertThat(only(status).good().orElseThrow().id()).isEqualTo(good);
      assertThat(only(status).problems(clock.instant()))
          .containsExactly("the last attempt failed: the dump ended too early");
      assertThat(only(status).overdue(Instant.parse("2026-01-14T00:39:59Z"))).isFalse();
      assertThat(only(status).overdue(Instant.parse("2026-01-14T00:40:00Z"))).isTrue();
    }
  }

  @Test
  void theTruthAboutTheLastGoodOneIsInTheManifestsNotInTheHistory() throws Exception {
    setup.backup();
    Files.delete(setup.stateDir.resolve("history.jsonl"));
    assertThat(status().ok()).isTrue();
    setup.first.objects.clear();
    setup.backup();
    setup.first.objects.clear();

    assertThat(only(status()).problems(clock.instant())).contains("has no complete backup");
  }

  @Test
  void whatWasNeverBackedUpIsNotWell() throws Exception {
    assertThat(status().ok()).isFalse();
    assertThat(only(status()).source().label()).isEqualTo("main");
  }

  @Test
  void aDatabaseThatIsGoneIsShownAndMissedByNobody() throws Exception {
    setup.driver.databases.put("old", "x");
    setup.backup();
    setup.driver.databases.remove("old");
    clock.set("2026-01-14T00:30:00Z");
    setup.backup();

    assertThat(status().ok()).isTrue();
    assertThat(status().servers().get(0).databases())
        .filteredOn(DatabaseStatus::gone)
        .singleElement()
        .extracting(d -> d.source().database())
        .isEqualTo("old");
    assertThat(new String(setup.first.statuses.get(KEY), StandardCharsets.UTF_8))
        .doesNotContain("\"old\"");
  }

  @Test
  void theTrendIsOfTheLastFourteenAndEachBackupCountsOnce() throws Exception {
    setup.destinations = List.of("first", "second");
    for (int n = 1; n <= 20; n++) {
      setup.driver.databases.put("orders", "x".repeat(n));
      setup.backup();
      clock.move(Duration.ofDays(1));
    }
    assertThat(only(status()).trend()).hasSize(14).startsWith(7L).endsWith(20L);
    assertThat(only(elsewhere()).trend()).isEqualTo(only(status()).trend());
  }

  @Test
  void aStorageThatRefusesTheStatusIsAWarningAndTheOthersHaveIt() {
    setup.destinations = List.of("first", "second");
    setup.first.onStatus =
        () -> {
          throw new IOException("the folder is read-only");
        };
    BackupReport report = setup.backup();

    assertThat(report.outcome()).isEqualTo(BackupReport.Outcome.COMPLETE);
    assertThat(report.warnings())
        .singleElement()
        .asString()
        .contains("the status cannot be written to first", "read-only");
    assertThat(setup.second.statuses).containsKey(KEY);
    assertThat(setup.stateDir.resolve("status.json")).exists();
  }

  @Test
  void aStatusHoldsNoSecret() {
    setup.secrets = Set.of("hunter22");
    setup.driver.dump =
        (database, sink, host) -> {
          throw BackupException.data("login with hunter22 refused");
        };
    setup.backup();

    assertThat(new String(setup.first.statuses.get(KEY), StandardCharsets.UTF_8))
        .contains("login with *** refused")
        .doesNotContain("hunter22");
  }

  @Test
  void whatSomebodyElsePutThereIsAProblemAndNeverADefect() throws Exception {
    setup.backup();
    byte[] good = setup.first.statuses.get(KEY);
    String text = new String(good, StandardCharsets.UTF_8);
    List<String> bad =
        List.of(
            "",
            "[]",
            "{}",
            "null",
            "no json",
            "{\"format\": 2}",
            "{\"format\": 1}",
            text.replace("complete", "well"),
            text.replace("2026-01-13T00:30:00Z", "today"),
            text.replace("\"Z\"", "\"Mars/Olympus\""),
            text.substring(0, text.length() / 2));
    for (int n = 0; n < bad.size(); n++) {
      setup.first.statuses.put(
          "@status/bad" + n + ".status.json", bad.get(n).getBytes(StandardCharsets.UTF_8));
    }
    setup.first.statuses.put("@status/moved.status.json", good);
    Status status = elsewhere();

    assertThat(status.servers()).hasSize(1);
    assertThat(status.problems()).hasSize(bad.size() + 1).allMatch(p -> p.startsWith("@status/"));
    assertThat(status.ok()).isFalse();
  }

  @Test
  void aStatusIsNoBackupWhateverTheServerIsCalled() throws Exception {
    assertThat(StatusFile.key("a.manifest"))
        .isEqualTo("@status/a.manifest.status.json")
        .doesNotEndWith(ArtifactKeys.MANIFEST);
    assertThat(StatusFile.key("../x/y"))
        .isEqualTo("@status/%2E./x/y".replace("/x/y", "%2Fx%2Fy.status.json"));
    assertThat(ArtifactKeys.problem("@status/{database}/{timestamp}"))
        .contains("where each machine puts its status");
    setup.backup();
    var unreadable = new ArrayList<String>();

    assertThat(
            setup
                .facade()
                .backups(new BackupQuery(Optional.empty(), Optional.empty(), 9), unreadable::add))
        .hasSize(1);
    assertThat(unreadable).isEmpty();
    assertThat(setup.facade().cleanup(new CleanupOrder(Optional.empty(), false, false)))
        .allSatisfy(result -> assertThat(result.warnings()).isEmpty());
    assertThat(setup.first.statuses).containsKey(KEY);
  }

  @Test
  void whoeverWatchesIsToldOnceOfEachBackupThatDidNotCome() throws Exception {
    var told = new ArrayList<Alert>();
    setup.notify(new Alarm(told), new Alarm.Config(), Duration.ofMinutes(1));
    setup.backup();
    clock.set("2026-01-14T00:39:00Z");
    watchAndTell();
    assertThat(told).isEmpty();
    for (int n = 0; n < 5; n++) {
      clock.move(Duration.ofMinutes(5));
      watchAndTell();
    }

    assertThat(told).singleElement().satisfies(StatusTest::isOverdue);
    setup.backup();
    watchAndTell();
    clock.set("2026-01-15T01:00:00Z");
    watchAndTell();
    watchAndTell();
    assertThat(told).hasSize(2);
  }

  private static void isOverdue(Alert alert) {
    assertThat(alert.kind()).isEqualTo(Alert.Kind.OVERDUE);
    assertThat(alert.server()).isEqualTo("test-server");
    assertThat(alert.findings())
        .singleElement()
        .satisfies(f -> assertThat(f.source().label()).isEqualTo("main/orders"));
  }

  @Test
  void whoCouldNotBeToldIsToldTheNextTime() throws Exception {
    var told = new ArrayList<Alert>();
    var alarm = new Alarm(told);
    setup.notify(alarm, new Alarm.Config(), Duration.ofMinutes(1));
    setup.backup();
    clock.set("2026-01-14T00:40:00Z");
    alarm.broken = true;
    assertThat(watchAndTell()).singleElement().asString().contains("the mail server is down");
    alarm.broken = false;
    assertThat(watchAndTell()).isEmpty();
    watchAndTell();

    assertThat(told).hasSize(1);
  }

  @Test
  void aChannelThatStaysBrokenDoesNotFloodTheOthers() throws Exception {
    var told = new ArrayList<Alert>();
    var broken = new Alarm(told);
    broken.broken = true;
    setup.notify(new Alarm(told), new Alarm.Config(), Duration.ofMinutes(1));
    setup.notify(broken, new Alarm.Config(), Duration.ofMinutes(1));
    setup.backup();
    clock.set("2026-01-14T00:40:00Z");

    assertThat(watchAndTell()).hasSize(1);
    assertThat(watchAndTell()).isEmpty();
    assertThat(told).hasSize(1);
  }

  private List<String> watchAndTell() throws InterruptedException {
    Watch watch = setup.facade().watch();
    return watch.alert(watch.status(Optional.empty()));
  }

  /** A channel that keeps alerts, unless it is broken. */
  static final class Alarm implements Notifier<Alarm.Config> {

    public record Config() {}

    private final List<Alert> told;
    private boolean broken;

    Alarm(List<Alert> told) {
      this.told = told;
    }

    @Override
    public String name() {
      return "alarm";
    }

    @Override
    public Class<Config> configType() {
      return Config.class;
    }

    @Override
    public void send(Config config, BackupReport report, Host host) {}

    @Override
    public void send(Config config, Alert alert, Host host) throws IOException {
      if (broken) {
        throw new IOException("the mail server is down");
      }
      told.add(alert);
    }
  }
}
