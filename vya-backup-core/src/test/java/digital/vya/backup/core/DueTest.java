package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DueTest {

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock("2026-01-13T10:00:00Z");
  private Setup setup;

  @BeforeEach
  void nightly() {
    setup = new Setup(folder);
    setup.clock = clock;
    setup.driver.databases.put("orders", "ten orders");
    setup.schedule = Optional.of(nightly(Optional.empty()));
  }

  private static Schedule nightly(Optional<Duration> tolerance) {
    return new Schedule(
        new Schedule.Rule.Clock(new LocalTimes.Daily(Set.of(), LocalTime.of(0, 30))),
        ZoneOffset.UTC,
        tolerance);
  }

  /** As cron does: calls every few minutes; the times at which a backup began. */
  private List<String> calledEvery(Duration pause, String until) throws InterruptedException {
    var ran = new ArrayList<String>();
    while (clock.instant().isBefore(Instant.parse(until))) {
      if (runIfDue().isPresent()) {
        ran.add(clock.instant().toString());
      }
      clock.move(pause);
    }
    return ran;
  }

  private Optional<BackupReport> runIfDue() throws InterruptedException {
    return setup.facade().watch().backupDue(BackupSelection.all());
  }

  private Due due() throws InterruptedException {
    return setup.facade().watch().due().get(0);
  }

  private void failing() {
    setup.driver.dump =
        (database, sink, host) -> {
          throw BackupException.data("the dump ended too early");
        };
  }

  @Test
  void whoCallsEveryFiveMinutesBacksUpOnceANight() throws Exception {
    assertThat(calledEvery(Duration.ofMinutes(5), "2026-01-16T00:00:00Z"))
        .containsExactly("2026-01-13T10:00:00Z", "2026-01-14T00:30:00Z", "2026-01-15T00:30:00Z");
    assertThat(due().why())
        .isEqualTo(
            "every day at 00:30 (Z), last tried at 2026-01-15T00:30Z: the next time is"
                + " 2026-01-16T00:30Z");
  }

  @Test
  void aMissedTimeIsCaughtUpOnce() throws Exception {
    runIfDue();
    clock.set("2026-01-17T15:00:00Z");

    assertThat(due().why()).endsWith("it is due since 2026-01-14T00:30Z");
    assertThat(calledEvery(Duration.ofMinutes(5), "2026-01-18T01:00:00Z"))
        .containsExactly("2026-01-17T15:00:00Z", "2026-01-18T00:30:00Z");
  }

  @Test
  void whatCameToNothingIsTriedAgainAfterLongerAndLongerPauses() throws Exception {
    runIfDue();
    failing();

    assertThat(calledEvery(Duration.ofMinutes(5), "2026-01-15T00:31:00Z"))
        .containsExactly(
            "2026-01-14T00:30:00Z",
            "2026-01-14T00:45:00Z",
            "2026-01-14T01:00:00Z",
            "2026-01-14T01:30:00Z",
            "2026-01-14T02:30:00Z",
            "2026-01-14T04:30:00Z",
            "2026-01-14T08:30:00Z",
            "2026-01-14T16:30:00Z",
            "2026-01-15T00:30:00Z");
    assertThat(due().why()).contains("which came to nothing: it is tried again at");
  }

  @Test
  void whatWasPartlyStoredIsNotStoredAgainBeforeItsNextTime() throws Exception {
    setup.driver.databases.put("users", "five users");
    setup.driver.dump =
        (database, sink, host) -> {
          sink.write(1);
          if (database.equals("users")) {
            throw BackupException.data("the dump ended too early");
          }
        };

    assertThat(calledEvery(Duration.ofMinutes(30), "2026-01-14T12:00:00Z"))
        .containsExactly("2026-01-13T10:00:00Z", "2026-01-14T00:30:00Z");
  }

  @Test
  void withATolerationNothingBeginsLater() throws Exception {
    setup.schedule = Optional.of(nightly(Optional.of(Duration.ofMinutes(40))));
    runIfDue();
    failing();

    assertThat(calledEvery(Duration.ofMinutes(5), "2026-01-14T23:00:00Z"))
        .containsExactly("2026-01-14T00:30:00Z", "2026-01-14T00:45:00Z", "2026-01-14T01:00:00Z");
    clock.set("2026-01-15T01:11:00Z");
    assertThat(due().now()).isFalse();
  }

  @Test
  void aRunThatWasKilledIsTriedAgainAfterAPause() throws Exception {
    runIfDue();
    clock.set("2026-01-14T00:30:00Z");
    History.in(folder)
        .append(
            List.of(
                new HistoryLine.Begun(
                    new PastResult.Run("killed", clock.instant(), true), List.of("main"))));

    assertThat(due().why()).contains("which was cut off: it is tried again at 2026-01-14T00:45Z");
    assertThat(calledEvery(Duration.ofMinutes(5), "2026-01-14T12:00:00Z"))
        .containsExactly("2026-01-14T00:45:00Z");
  }

  @Test
  void aClockThatWasADayAheadLosesNoNight() throws Exception {
    runIfDue();
    clock.set("2026-01-15T00:30:00Z");
    assertThat(runIfDue()).isPresent();
    clock.set("2026-01-14T00:10:00Z");

    assertThat(calledEvery(Duration.ofMinutes(5), "2026-01-16T00:00:00Z"))
        .containsExactly("2026-01-14T00:30:00Z", "2026-01-15T00:30:00Z");
  }

  @Test
  void aClockThatIsPutBackALittleRepeatsNothing() throws Exception {
    runIfDue();
    clock.set("2026-01-14T00:30:02Z");
    runIfDue();
    clock.set("2026-01-14T00:29:59Z");

    assertThat(calledEvery(Duration.ofSeconds(1), "2026-01-14T00:31:00Z")).isEmpty();
  }

  @Test
  void aMachineThatForgotLooksIntoItsStorages() throws Exception {
    runIfDue();
    Files.delete(folder.resolve("history.jsonl"));
    clock.move(Duration.ofHours(1));

    assertThat(due().now()).isFalse();
    assertThat(runIfDue()).isEmpty();
  }

  @Test
  void ofOneInstanceOrOfSomeOnlyWhatIsDueIsBackedUp() throws Exception {
    setup.instances = List.of("main", "other");
    setup.facade().backup(BackupSelection.instance("main"));

    assertThat(runIfDue().orElseThrow().artifacts())
        .extracting(a -> a.source().instance())
        .containsExactly("other");
    assertThat(runIfDue()).isEmpty();
  }

  @Test
  void aBackupOfOneDatabaseIsNoBackupOfItsInstance() throws Exception {
    runIfDue();
    clock.set("2026-01-14T00:31:00Z");
    setup.facade().backup(BackupSelection.database("main", "orders"));

    assertThat(due().now()).isTrue();
  }

  @Test
  void withoutAScheduleNothingIsDueAndToAskForItIsAMistake() throws Exception {
    setup.schedule = Optional.empty();

    assertThat(due().now()).isFalse();
    assertThat(due().why()).contains("has no schedule");
    assertThatThrownBy(this::runIfDue)
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("there is no schedule");
  }

  @Test
  void whileOneRunWorksTheOtherIsQuiet() throws Exception {
    var began = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    setup.driver.dump =
        (database, sink, host) -> {
          began.countDown();
          mayEnd.await();
          sink.write(1);
        };
    var first = new FutureTask<>(this::runIfDue);
    new Thread(first).start();
    began.await();
    Optional<BackupReport> second = runIfDue();
    String why = due().why();
    mayEnd.countDown();

    assertThat(second).isEmpty();
    assertThat(why).isEqualTo("another run works on it at this moment");
    assertThat(first.get(60, TimeUnit.SECONDS)).isPresent();
  }

  @Test
  void whatAnotherRunDidInBetweenIsNotDoneAgain() throws Exception {
    setup.backup();
    BackupReport late =
        new BackupRun(setup.environment(), "late", Optional.of(Set.of("main")))
            .backup(BackupSelection.all());

    assertThat(late.artifacts()).isEmpty();
    assertThat(setup.first.objects).hasSize(2);
  }

  @Test
  void theNextTimesAreOfAllInstancesTheNearestFirst() throws Exception {
    setup.instances = List.of("main", "other");
    setup.facade().backup(BackupSelection.all());

    assertThat(setup.facade().watch().next(3))
        .containsExactly(
            new Upcoming(Instant.parse("2026-01-14T00:30:00Z"), "main"),
            new Upcoming(Instant.parse("2026-01-14T00:30:00Z"), "other"),
            new Upcoming(Instant.parse("2026-01-15T00:30:00Z"), "main"));
  }
}
