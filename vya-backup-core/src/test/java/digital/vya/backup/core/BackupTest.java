package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.BackupReport.Outcome;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackupTest {

  @TempDir Path folder;
  private Setup setup;

  @BeforeEach
  void twoDatabases() {
    setup = new Setup(folder);
    setup.driver.databases.put("orders", "ten orders");
    setup.driver.databases.put("users", "five users");
  }

  @Test
  void everyDatabaseBecomesAnArtifactWithAManifest() {
    setup.clock = Clock.fixed(Instant.parse("2026-01-13T15:54:40Z"), ZoneOffset.UTC);
    BackupReport report = setup.backup();

    assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(setup.first.objects.keySet())
        .containsExactly(
            "main/orders/20260113_155440_fake_orders.txt.rev",
            "main/orders/20260113_155440_fake_orders.txt.rev.manifest.json",
            "main/users/20260113_155440_fake_users.txt.rev",
            "main/users/20260113_155440_fake_users.txt.rev.manifest.json");
    assertThat(report.stored())
        .extracting(s -> s.source().label(), ArtifactResult.Stored::evidence, s -> s.rawBytes())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("main/orders", Evidence.DECODED, 10L),
            org.assertj.core.groups.Tuple.tuple("main/users", Evidence.DECODED, 10L));
  }

  @Test
  void globalsAreAnArtifactOfTheirOwnThatNoDatabaseCanCollideWith() {
    setup.globals = true;
    setup.driver.databases.put("@globals", "a database of that name");

    assertThat(setup.backup().outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(setup.first.objects.keySet())
        .filteredOn(k -> k.endsWith(".rev"))
        .extracting(k -> k.split("/")[1])
        .containsExactlyInAnyOrder("@globals", "%40globals", "orders", "users");
  }

  @Test
  void twoRunsInOneSecondKeepTwoBackups() {
    setup.clock = Clock.fixed(Instant.parse("2026-01-13T15:54:40Z"), ZoneOffset.UTC);
    setup.backup();
    setup.backup();

    assertThat(setup.first.objects.keySet()).hasSize(8);
  }

  @Test
  void oneFailureDoesNotStopTheOthersAndTheRunIsPartial() {
    setup.driver.dump =
        (database, sink, host) -> {
          sink.write(1);
          if (database.equals("orders")) {
            throw BackupException.data("the dump ended too early");
          }
        };
    BackupReport report = setup.backup();

    assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(report.failed()).singleElement().extracting(f -> f.reason()).isEqualTo(Reason.DATA);
    assertThat(setup.first.objects.keySet()).hasSize(2).allMatch(k -> k.startsWith("main/users/"));
  }

  @Test
  void anEmptyDumpIsNeverASuccess() {
    setup.driver.dump = (database, sink, host) -> {};
    BackupReport report = setup.backup();

    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.failed()).allMatch(f -> f.message().contains("is empty"));
    assertThat(setup.first.objects).isEmpty();
  }

  @Test
  void nothingLeftAfterFilteringIsAFailure() {
    setup.exclude = List.of("*");
    BackupReport report = setup.backup();

    assertThat(report.failed())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.reason()).isEqualTo(Reason.CONFIGURATION);
              assertThat(f.message()).contains("no database of main is left", "orders, users");
            });
  }

  @Test
  void includeChoosesAndExcludeIsStronger() {
    setup.driver.databases.put("tmp_orders", "x");
    setup.include = List.of("*orders", "gone");
    setup.exclude = List.of("tmp_*");
    BackupReport report = setup.backup();

    assertThat(report.stored())
        .singleElement()
        .extracting(s -> s.source().database())
        .isEqualTo("orders");
    assertThat(report.warnings()).containsExactly("main has no database gone");
  }

  @Test
  void aSelectedDatabaseMustExist() {
    BackupReport report = setup.facade().backup(BackupSelection.database("main", "gone"));

    assertThat(report.failed())
        .singleElement()
        .extracting(f -> f.message())
        .isEqualTo("there is no database gone in main; it has orders, users");
    assertThatThrownBy(() -> setup.facade().backup(BackupSelection.instance("other")))
        .hasMessage("no instance fits instance other; configured are: [main (fake)]");
  }

  @Test
  void whatMayPassIsTriedAgainFromTheBeginning() {
    var calls = new AtomicInteger();
    setup.include = List.of("orders");
    setup.driver.dump =
        (database, sink, host) -> {
          sink.write("half".getBytes(java.nio.charset.StandardCharsets.UTF_8));
          host.warn("attempt " + calls.incrementAndGet());
          if (calls.get() < 3) {
            throw BackupException.passing("connection refused", new IOException());
          }
        };
    BackupReport report = setup.backup();

    assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(report.stored())
        .singleElement()
        .satisfies(s -> assertThat(s.rawBytes()).isEqualTo(4));
    assertThat(report.stored().get(0).warnings()).containsExactly("attempt 3");
    assertThat(setup.events).filteredOn(BackupEvent.Retrying.class::isInstance).hasSize(2);
  }

  @Test
  void whatWillNotPassIsTriedOnce() {
    var calls = new AtomicInteger();
    setup.include = List.of("orders");
    setup.driver.dump =
        (database, sink, host) -> {
          calls.incrementAndGet();
          throw BackupException.configuration("wrong password");
        };

    assertThat(setup.backup().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(calls).hasValue(1);
  }

  @Test
  void aServerThatStaysAwayIsGivenUpAfterTheLastAttempt() {
    setup.driver.listing =
        () -> {
          throw BackupException.passing("connection refused", new IOException());
        };
    BackupReport report = setup.backup();

    assertThat(report.failed())
        .singleElement()
        .extracting(f -> f.source().label(), f -> f.reason())
        .containsExactly("main", Reason.ENVIRONMENT);
  }

  @Test
  void aPluginThatThrowsAnErrorFailsItsArtifactOnly() {
    setup.driver.dump =
        (database, sink, host) -> {
          sink.write(1);
          if (database.equals("orders")) {
            throw new NoClassDefFoundError("com/example/Gone");
          }
        };
    BackupReport report = setup.backup();

    assertThat(report.stored()).hasSize(1);
    assertThat(report.failed())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.reason()).isEqualTo(Reason.BUG);
              assertThat(f.message()).contains("com/example/Gone", "defect");
            });
    assertThat(setup.first.objects.keySet()).hasSize(2);
  }

  @Test
  void aDumpThatStallsIsEndedAndSaidSo() {
    setup.include = List.of("orders");
    setup.attempts = 1;
    setup.stallTimeout = Duration.ofMillis(1);
    setup.driver.dump =
        (database, sink, host) -> {
          sink.write(1);
          new CountDownLatch(1).await();
        };
    BackupReport report = setup.backup();

    assertThat(report.failed())
        .singleElement()
        .satisfies(f -> assertThat(f.message()).contains("made no progress", "stall_timeout"));
    assertThat(setup.first.objects).isEmpty();
  }

  @Test
  void aDumpThatTakesTooLongIsEndedAndSaidSo() {
    setup.include = List.of("orders");
    setup.timeout = Duration.ofMillis(1);
    setup.driver.dump =
        (database, sink, host) -> {
          while (!Thread.interrupted()) {
            sink.write(1);
          }
          throw new InterruptedException();
        };
    BackupReport report = setup.backup();

    assertThat(report.failed())
        .singleElement()
        .satisfies(f -> assertThat(f.message()).contains("took longer than", "raise timeout"));
    assertThat(setup.first.objects).isEmpty();
  }

  @Test
  void aCancelledRunReportsWhatItDidAndLeavesNothing() throws Exception {
    var dumping = new CountDownLatch(2);
    setup.driver.databases.put("third", "never begun");
    setup.driver.dump =
        (database, sink, host) -> {
          sink.write(1);
          dumping.countDown();
          new CountDownLatch(1).await();
        };
    var run = new FutureTask<>(setup::backup);
    var thread = new Thread(run);
    thread.start();
    dumping.await();
    thread.interrupt();
    BackupReport report = run.get();

    assertThat(report.failed()).hasSize(3).allMatch(f -> f.reason() == Reason.CANCELLED);
    assertThat(setup.first.objects).isEmpty();
  }

  @Test
  void aDestinationThatFailsDoesNotHarmTheOthers() {
    setup.destinations = List.of("first", "second");
    setup.first.onWrite =
        () -> {
          throw new IOException("No space left on device");
        };
    BackupReport report = setup.backup();

    assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(report.stored())
        .allSatisfy(
            s -> {
              assertThat(s.copies().get(0).problem())
                  .contains("cannot write to first", "No space left");
              assertThat(s.copies().get(1).ok()).isTrue();
            });
    assertThat(setup.first.objects).isEmpty();
    assertThat(setup.second.objects).hasSize(4);
  }

  @Test
  void anUnreachableDestinationFailsEverythingThatGoesThereOnly() {
    setup.first.onOpen =
        () -> {
          throw BackupException.environment("the folder cannot be read");
        };
    BackupReport report = setup.backup();

    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.failed())
        .allMatch(f -> f.message().equals("the folder cannot be read; nothing was dumped"))
        .allMatch(f -> f.reason() == Reason.ENVIRONMENT);
  }

  @Test
  void anArtifactThatDoesNotDecodeIsNeverVisible() {
    setup.include = List.of("orders");
    setup.archiver.losing = true;
    var commits = new AtomicInteger();
    setup.first.onCommit = commits::incrementAndGet;
    BackupReport report = setup.backup();

    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.failed())
        .allMatch(f -> f.reason() == Reason.DATA)
        .allMatch(f -> f.message().contains("decodes to other bytes"));
    assertThat(commits).hasValue(0);
  }

  @Test
  void anArtifactThatReadsBackDifferentlyIsNoBackup() {
    setup.first.onCommitted =
        bytes -> {
          bytes[bytes.length - 1] ^= 1;
          return bytes;
        };
    BackupReport report = setup.backup();

    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.failed()).allMatch(f -> f.reason() == Reason.DATA);
    assertThat(setup.first.objects).isEmpty();
  }

  @Test
  void anArtifactWithoutAManifestIsTakenAway() {
    var commits = new AtomicInteger();
    setup.include = List.of("orders");
    setup.first.onCommit =
        () -> {
          if (commits.incrementAndGet() == 2) {
            throw new IOException("connection reset");
          }
        };

    assertThat(setup.backup().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(setup.first.objects).isEmpty();
  }

  @Test
  void tooLittleRoomIsSeenBeforeTheDump() {
    setup.include = List.of("orders");
    setup.backup();
    setup.first.free = OptionalLong.of(5);
    setup.driver.dump =
        (database, sink, host) -> {
          throw new AssertionError("the dump began");
        };
    BackupReport report = setup.backup();

    assertThat(report.failed())
        .singleElement()
        .extracting(f -> f.message())
        .isEqualTo(
            "storage first has 5 B free, but the last backup of main/orders took 13 B;"
                + " make room there");
  }

  @Test
  void whatIsOmittedMakesTheRunPartialAndIsNamed() {
    setup.driver.dump =
        (database, sink, host) -> {
          sink.write(1);
          host.omit("/srv/secret", "permission denied");
        };
    BackupReport report = setup.backup();

    assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(report.stored())
        .allMatch(s -> s.omissions().first().equals(List.of("/srv/secret: permission denied")));
  }

  @Test
  void anInstanceThatAnotherRunWorksOnIsLeftAloneAndTheOthersAreDone() throws Exception {
    setup.instances = List.of("main", "other");
    try (var lock = RunLock.take(folder.resolve("locks"), "main", Instant.EPOCH)) {
      BackupReport report = setup.backup();

      assertThat(report.failed())
          .singleElement()
          .satisfies(
              f -> {
                assertThat(f.reason()).isEqualTo(Reason.LOCKED);
                assertThat(f.message())
                    .contains("another run works on main", "pid " + ProcessHandle.current().pid());
              });
      assertThat(report.stored()).hasSize(2);
    }
    assertThat(setup.backup().outcome()).isEqualTo(Outcome.COMPLETE);
  }

  @Test
  void aDryRunTellsWhatWouldBeDoneAndDoesNothing() throws Exception {
    BackupPlan plan = setup.facade().plan(BackupSelection.all());

    assertThat(plan.sources())
        .extracting(s -> s.label())
        .containsExactly("main/orders", "main/users");
    assertThat(setup.first.objects).isEmpty();
  }

  @Test
  void whatAnEngineWarnsOfWhileListingIsReported() throws Exception {
    setup.driver.warning = "the database postgres holds objects of users";

    assertThat(setup.backup().warnings())
        .containsExactly("main: the database postgres holds objects of users");
    assertThat(setup.facade().plan(BackupSelection.all()).warnings()).hasSize(1);
  }

  @Test
  void aListenerThatFailsChangesNothing() {
    var environment = setup.environment();
    var broken =
        new Environment(
            environment.settings(),
            environment.registry(),
            List.of(
                event -> {
                  throw new IllegalStateException("listener");
                }),
            environment.clock(),
            environment.mask());

    assertThat(new VyaBackup(broken, () -> broken).backup(BackupSelection.all()).outcome())
        .isEqualTo(Outcome.COMPLETE);
  }
}
