package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Before;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HistoryTest {

  private static final ArtifactSource ORDERS = ArtifactSource.database("main", "fake", "orders");

  @TempDir Path folder;
  private Setup setup;

  @BeforeEach
  void oneDatabase() {
    setup = new Setup(folder.resolve("state"));
    setup.driver.databases.put("orders", "ten orders");
    at("2026-01-13T00:30:00Z");
  }

  private void at(String instant) {
    setup.clock = Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
  }

  private Path file() {
    return setup.stateDir.resolve("history.jsonl");
  }

  private Known known() throws IOException {
    return Known.of(History.in(setup.stateDir), setup.clock.instant());
  }

  private static Before before(BackupReport report) {
    return report.artifacts().get(0).before().orElseThrow();
  }

  @Test
  void theFirstRunKnowsNothingAndTheSecondKnowsTheFirst() {
    BackupReport first = setup.backup();
    at("2026-01-14T00:30:00Z");
    BackupReport second = setup.backup();

    assertThat(first.artifacts().get(0).before()).isEmpty();
    assertThat(before(second).complete()).isTrue();
    assertThat(before(second).lastGood().orElseThrow().id()).isEqualTo(first.stored().get(0).id());
    assertThat(before(second).lastGood().orElseThrow().rawBytes()).isEqualTo(10);
    assertThat(second.recovered()).isFalse();
  }

  @Test
  void whatFailedBeforeAndIsGoodNowHasRecoveredAndKnowsTheLastGoodOne() {
    String good = setup.backup().stored().get(0).id();
    setup.driver.dump =
        (database, sink, host) -> {
          throw BackupException.data("the disk of the server is full");
        };
    at("2026-01-14T00:30:00Z");
    assertThat(before(setup.backup()).complete()).isTrue();
    setup.driver.dump = (database, sink, host) -> sink.write(new byte[3]);
    at("2026-01-15T00:30:00Z");
    BackupReport third = setup.backup();

    assertThat(third.recovered()).isTrue();
    assertThat(before(third).at()).isEqualTo(Instant.parse("2026-01-14T00:30:00Z"));
    assertThat(before(third).lastGood().orElseThrow().id()).isEqualTo(good);
  }

  @Test
  void anInstanceThatCouldNotBeListedCountsForEachOfItsDatabases() {
    setup.backup();
    FakeDriver.Listing listing = setup.driver.listing;
    setup.driver.listing =
        () -> {
          throw BackupException.environment("connection refused");
        };
    at("2026-01-14T00:30:00Z");
    assertThat(setup.backup().outcome()).isEqualTo(BackupReport.Outcome.FAILED);
    setup.driver.listing = listing;
    at("2026-01-15T00:30:00Z");

    assertThat(setup.backup().recovered()).isTrue();
  }

  @Test
  void aRunIsKeptWithWhatWentWrongWithoutItsSecrets() throws IOException {
    setup.secrets = java.util.Set.of("hunter22");
    setup.driver.dump =
        (database, sink, host) -> {
          throw BackupException.data("login of x with hunter22 refused\nby the server");
        };
    setup.backup();

    PastResult last = known().last(ORDERS).orElseThrow();
    assertThat(last.complete()).isFalse();
    assertThat(last.ended().problem()).contains("login of x with *** refused\nby the server");
    assertThat(Files.readString(file())).doesNotContain("hunter22");
    assertThat(Files.readAllLines(file())).hasSize(2);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void brokenAndTornLinesAreSkippedAndSpoilNoOther() throws IOException {
    setup.backup();
    Files.writeString(
        file(),
        "no json\n{}\n{\"began\": 7, \"at\": null}\n[[[\n{\"run\":\"x\",\"began\":\"2026",
        StandardOpenOption.APPEND);
    at("2026-01-14T00:30:00Z");
    BackupReport second = setup.backup();

    assertThat(before(second).complete()).isTrue();
    assertThat(known().last(ORDERS).orElseThrow().at())
        .isEqualTo(Instant.parse("2026-01-14T00:30:00Z"));
    assertThat(second.warnings()).isEmpty();
  }

  @Test
  void aHistoryThatCannotBeReadOrWrittenIsAWarningAndNoMore() throws IOException {
    Files.createDirectories(file());
    BackupReport report = setup.backup();

    assertThat(report.outcome()).isEqualTo(BackupReport.Outcome.COMPLETE);
    assertThat(report.warnings())
        .anyMatch(w -> w.startsWith("the history cannot be written"))
        .anyMatch(w -> w.startsWith("the history cannot be read"));
  }

  @Test
  void whenItGrowsTooLargeItsBeginningIsForgotten() throws IOException {
    var history = new History(file(), 10_000);
    for (int n = 0; n < 500; n++) {
      history.append(List.of(line(n)));
    }
    var ids = new ArrayList<String>();
    history.read(one -> ids.add(((HistoryLine.Begun) one).run().id()));

    assertThat(Files.size(file())).isLessThanOrEqualTo(10_000);
    assertThat(ids).hasSizeGreaterThan(60).last().isEqualTo("run-499");
    assertThat(Files.readAllLines(file())).allMatch(l -> HistoryLine.parse(l).isPresent());
  }

  private static HistoryLine line(int n) {
    return new HistoryLine.Begun(
        new PastResult.Run("run-" + n, Instant.EPOCH, true), List.of("main"));
  }

  @Test
  void manyAtOnceLoseNoLine() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      var all = new ArrayList<Callable<Void>>();
      for (int n = 0; n < 40; n++) {
        int number = n;
        all.add(
            () -> {
              new History(file(), 1 << 20).append(List.of(line(number)));
              return null;
            });
      }
      for (Future<Void> one : threads.invokeAll(all)) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    var count = new ArrayList<HistoryLine>();
    new History(file(), 1 << 20).read(count::add);

    assertThat(count).hasSize(40);
  }

  @Test
  void anInterruptedRunIsKeptToo() throws IOException {
    setup.driver.dump =
        (database, sink, host) -> {
          throw new InterruptedException();
        };
    Thread.currentThread().interrupt();
    BackupReport report = setup.backup();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.artifacts()).noneMatch(ArtifactResult::complete);
    Known.Tries tries = known().instance("main").orElseThrow();
    assertThat(tries.cameToNothing()).isTrue();
    assertThat(tries.cutOff()).isFalse();
  }

  @Test
  void aRunThatWasKilledIsKnownByItsBegin() throws IOException {
    History.in(setup.stateDir).append(List.of(line(1)));

    assertThat(known().instance("main").orElseThrow().cutOff()).isTrue();
  }

  @Test
  void whatIsDatedInTheFutureHoldsNothingBack() throws IOException {
    setup.backup();
    at("2026-01-10T00:30:00Z");

    assertThat(known().tracks()).isEmpty();
    assertThat(known().instance("main")).isEmpty();
  }

  @Test
  void aDatabaseThatALaterRunDidNotFindIsGone() throws IOException {
    setup.driver.databases.put("old", "x");
    setup.backup();
    at("2026-01-14T00:30:00Z");
    setup.driver.databases.remove("old");
    setup.facade().backup(BackupSelection.database("main", "orders"));
    var old = ArtifactSource.database("main", "fake", "old");
    assertThat(known().gone(old)).isFalse();
    setup.backup();

    assertThat(known().gone(old)).isTrue();
    assertThat(known().gone(ORDERS)).isFalse();
  }
}
