package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.BackupReport.Outcome;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many destinations at once: what one of them does to the run, and to the others. */
final class DestinationsTest {

  @TempDir Path folder;
  private Setup setup;
  private final AtomicInteger dumps = new AtomicInteger();

  @BeforeEach
  void oneDatabaseForTwoDestinations() {
    setup = new Setup(folder);
    setup.destinations = List.of("first", "second");
    setup.driver.databases.put("orders", "ten orders");
    setup.driver.dump =
        (database, sink, host) -> {
          dumps.incrementAndGet();
          sink.write(database.getBytes(StandardCharsets.UTF_8));
        };
  }

  @Test
  void aDestinationThatIsNotRequiredMayFailWithAWarning() {
    setup.toSecond = Setup.once(false);
    setup.second.onWrite = failing("No space left on device");
    BackupReport report = setup.backup();

    assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
    ArtifactResult.Stored stored = report.stored().get(0);
    assertThat(stored.copies())
        .extracting(ArtifactResult.Copy::ok, ArtifactResult.Copy::required)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(true, true),
            org.assertj.core.groups.Tuple.tuple(false, false));
    assertThat(stored.warnings())
        .singleElement()
        .asString()
        .contains("not in second, which is not required", "No space left", "copy --to second");
    assertThat(setup.first.objects).hasSize(2);
    assertThat(setup.second.objects).isEmpty();
  }

  @Test
  void aRequiredOneThatFailsMakesTheRunPartial() {
    setup.toFirst = Setup.once(false);
    setup.second.onCommit = failing("the bucket is gone");

    assertThat(setup.backup().outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(setup.first.objects).hasSize(2);
  }

  @Test
  void whereNoneIsRequiredOneMustHoldTheBackupAllTheSame() {
    setup.toFirst = Setup.once(false);
    setup.toSecond = Setup.once(false);
    setup.first.onWrite = failing("disk one is full");
    assertThat(setup.backup().outcome()).isEqualTo(Outcome.COMPLETE);

    setup.second.onWrite = failing("disk two is full");
    BackupReport report = setup.backup();
    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.failed().get(0).message())
        .contains("first: ", "disk one is full", "second: ", "disk two is full");
  }

  @Test
  void whereNoDestinationCanBeReachedNothingIsDumped() {
    setup.toFirst = Setup.once(false);
    setup.first.onOpen = failing("no route to host");
    setup.second.onOpen =
        () -> {
          throw BackupException.configuration("wrong keys");
        };
    BackupReport report = setup.backup();

    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(dumps).hasValue(0);
    assertThat(report.failed())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.reason()).isEqualTo(Reason.ENVIRONMENT);
              assertThat(f.message())
                  .contains("no route to host", "wrong keys", "nothing was dumped");
            });
  }

  @Test
  void whatMayPassIsTriedAgainInTheDestinationAndNotDumpedAgain() {
    setup.toSecond = Setup.times(3, true);
    var opened = new AtomicInteger();
    var commits = new AtomicInteger();
    setup.second.onOpen = failingUntil(opened, 3);
    setup.second.onCommit =
        () -> {
          // The first is the artifact's; what fails then are two attempts at the manifest.
          int n = commits.incrementAndGet();
          if (n == 2 || n == 3) {
            throw new IOException("connection reset");
          }
        };

    assertThat(setup.backup().outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(dumps).hasValue(1);
    assertThat(opened).hasValue(3);
    assertThat(commits).hasValue(4);
  }

  @Test
  void whatBreaksWhileItIsReadBackIsReadAgain() {
    setup.toSecond = Setup.times(2, true);
    var reads = new AtomicInteger();
    setup.second.onRead =
        key -> {
          if (reads.getAndIncrement() == 0) {
            throw new IOException("connection reset");
          }
        };

    assertThat(setup.backup().outcome()).isEqualTo(Outcome.COMPLETE);
  }

  @Test
  void wrongSettingsAndDamageAreNotTriedAgain() {
    setup.toSecond = Setup.times(5, true);
    var opened = new AtomicInteger();
    setup.second.onOpen =
        () -> {
          opened.incrementAndGet();
          throw BackupException.configuration("wrong keys");
        };
    assertThat(setup.backup().outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(opened).hasValue(1);

    setup.second.onOpen = () -> {};
    var commits = new AtomicInteger();
    setup.second.onCommit = commits::incrementAndGet;
    setup.second.onCommitted =
        bytes -> {
          bytes[0] ^= 1;
          return bytes;
        };
    assertThat(setup.backup().outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(commits).hasValue(1);
  }

  @Test
  void aDestinationThatKeepsFailingIsLeftOutOfTheRun() {
    for (int n = 0; n < 10; n++) {
      setup.driver.databases.put("db" + n, "x");
    }
    var writes = new AtomicInteger();
    setup.second.onWrite =
        () -> {
          writes.incrementAndGet();
          throw new IOException("connection timed out");
        };
    BackupReport report = setup.backup();

    assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
    // Two are made at once, so one more may have begun before the third failure was known.
    assertThat(writes.get()).isBetween(Breaker.FAILURES, Breaker.FAILURES + 1);
    assertThat(report.stored()).hasSize(11).allMatch(s -> s.copies().get(0).ok());
    assertThat(report.stored().get(10).copies().get(1).problem())
        .contains("second is not tried any more", "3 times in a row", "connection timed out");
    assertThat(dumps).hasValue(11);
  }

  @Test
  void aBreakerLetsOneThroughAfterItsRest() {
    var breaker = new Breaker("r2", Duration.ofNanos(1));
    BackupException failure = BackupException.environment("connection timed out");
    for (int n = 0; n < Breaker.FAILURES; n++) {
      assertThat(breaker.begin()).isEmpty();
      breaker.failed(failure);
    }
    assertThat(breaker.begin()).isEmpty();
    assertThat(breaker.begin()).isPresent();
    breaker.gaveUp();
    assertThat(breaker.begin()).isEmpty();
    breaker.succeeded();
    assertThat(breaker.begin()).isEmpty();
    breaker.failed(failure);
    assertThat(breaker.begin()).isEmpty();
  }

  @Test
  void onlyWhatCameThereMakesOldBackupsSuperfluousThere() {
    setup.toSecond = Setup.once(false);
    setup.retention = CleanupTest.last(1, DeleteLimit.DEFAULT);
    night(0);
    setup.second.onWrite = failing("full");
    night(1);
    assertThat(setup.second.objects).hasSize(2);
    assertThat(setup.first.objects).hasSize(2);

    setup.second.onWrite = () -> {};
    night(2);
    assertThat(setup.second.objects)
        .hasSize(2)
        .allSatisfy((key, v) -> assertThat(key).contains("20260103"));
  }

  @Test
  void aStoreThatDiesMidListLosesNothingAndCountsNothing() throws InterruptedException {
    for (int night = 0; night < 4; night++) {
      night(night);
    }
    setup.retention = CleanupTest.last(1, DeleteLimit.DEFAULT);
    Map<String, byte[]> before = Map.copyOf(setup.second.objects);
    var listed = new AtomicInteger();
    setup.second.onListed =
        key -> {
          if (listed.incrementAndGet() > 3) {
            throw new UncheckedIOException(new IOException("connection reset"));
          }
        };

    List<CleanupResult> results =
        setup.facade().cleanup(new CleanupOrder(java.util.Optional.empty(), false, true));

    assertThat(results.get(0).count(CleanupResult.Fate.DELETED)).isEqualTo(3);
    assertThat(results.get(1).items()).isEmpty();
    assertThat(results.get(1).refused()).contains("connection reset");
    assertThat(setup.second.objects).containsExactlyInAnyOrderEntriesOf(before);
  }

  @Test
  void aManifestOfANewerFormatIsToldAndNeverTouched() throws InterruptedException {
    for (int night = 0; night < 4; night++) {
      night(night);
    }
    setup.retention = CleanupTest.last(1, DeleteLimit.DEFAULT);
    String key = setup.first.objects.firstEntry().getKey() + ".manifest.json";
    byte[] newer =
        "{\"format\": 2, \"id\": [\"of another form\"]}".getBytes(StandardCharsets.UTF_8);
    setup.first.objects.put(key, newer);

    CleanupResult result =
        setup.facade().cleanup(new CleanupOrder(java.util.Optional.empty(), false, true)).get(0);

    assertThat(result.count(CleanupResult.Fate.DELETED)).isEqualTo(2);
    assertThat(result.warnings())
        .anySatisfy(w -> assertThat(w).contains(key, "format 2", "upgrade"));
    assertThat(setup.first.objects.get(key)).isEqualTo(newer);
    assertThat(setup.first.objects).hasSize(4);
  }

  private void night(int number) {
    Instant first = Instant.parse("2026-01-01T00:30:00Z");
    setup.clock = Clock.fixed(first.plus(Duration.ofDays(number)), ZoneOffset.UTC);
    setup.backup();
  }

  private static MemoryStorage.Refusal failing(String message) {
    return () -> {
      throw new IOException(message);
    };
  }

  private static MemoryStorage.Refusal failingUntil(AtomicInteger calls, int succeeding) {
    return () -> {
      if (calls.incrementAndGet() < succeeding) {
        throw new IOException("connection refused");
      }
    };
  }
}
