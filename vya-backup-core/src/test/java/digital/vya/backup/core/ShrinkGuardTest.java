package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.BackupReport.Outcome;
import digital.vya.backup.api.TableFingerprint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShrinkGuardTest {

  private static final Instant FIRST = Instant.parse("2026-01-01T00:30:00Z");
  private static final CleanupOrder FORCED = new CleanupOrder(Optional.empty(), false, true);
  private static final int BIG = 3_000;
  private static final int SMALL = 1_000;

  @TempDir Path folder;
  private Setup setup = new Setup(Path.of(""));

  @BeforeEach
  void oneDatabase() {
    setup = new Setup(folder);
    setup.destinations = List.of("first", "second");
    setup.shrinkGuard = new ShrinkLimits(true, 50, 50, 50, 5, 1_500);
  }

  @Test
  void aShrunkBackupIsStoredAndMarkedAndMakesTheRunPartial() throws Exception {
    assertThat(night(0, BIG).outcome()).isEqualTo(Outcome.COMPLETE);
    BackupReport report = night(1, SMALL);

    assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
    ArtifactResult.Stored stored = report.stored().get(0);
    assertThat(stored.doubt())
        .contains("far smaller", "1000 B after 2.9 KiB", "vya-backupdb acknowledge " + stored.id());
    assertThat(backups()).filteredOn(b -> b.manifest().shrunk()).hasSize(2);
    assertThat(night(2, SMALL).outcome()).as("as long as nobody looked").isEqualTo(Outcome.PARTIAL);
  }

  @Test
  void acknowledgedItIsWhatTheNextOnesAreComparedWith() throws Exception {
    for (int night = 0; night < 5; night++) {
      night(night, BIG);
    }
    String first = night(5, SMALL).stored().get(0).id();
    String second = night(6, SMALL).stored().get(0).id();

    setup.facade().acknowledge(second, "the archive moved");

    assertThat(backups()).noneMatch(b -> b.manifest().shrunk());
    assertThat(backups())
        .filteredOn(b -> b.manifest().id().equals(first))
        .hasSize(2)
        .allMatch(b -> b.manifest().marks().shrink().orElseThrow().toString().contains("KiB"));
    assertThat(night(7, SMALL).outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(night(8, BIG).outcome()).isEqualTo(Outcome.COMPLETE);
    assertThatThrownBy(() -> setup.facade().acknowledge(second, "again"))
        .hasMessageContaining("nothing to do");
    assertThatThrownBy(() -> setup.facade().acknowledge("20990101", "x"))
        .hasMessageContaining("there is no backup 20990101");
  }

  @Test
  void untilItIsAcknowledgedNothingOfTheDatabaseIsCleanedUpAnywhere() throws Exception {
    for (int night = 0; night < 4; night++) {
      night(night, BIG);
    }
    // The second storage does not get the one that is too small, and must wait all the same.
    setup.second.onCommit =
        () -> {
          throw new IOException("full");
        };
    String shrunk = night(4, SMALL).stored().get(0).id();
    setup.second.onCommit = () -> {};
    setup.retention =
        new RetentionSettings(Optional.of(last(1)), Map.of(), Map.of(), DeleteLimit.DEFAULT);

    List<CleanupResult> results = setup.facade().cleanup(FORCED);

    assertThat(results).allMatch(r -> r.count(CleanupResult.Fate.DELETED) == 0);
    assertThat(results)
        .allSatisfy(
            r ->
                assertThat(r.warnings())
                    .singleElement()
                    .asString()
                    .contains("main/orders stay", "vya-backupdb acknowledge " + shrunk));
    assertThat(night(5, BIG).warnings()).anyMatch(w -> w.contains("acknowledge " + shrunk));
    assertThat(setup.second.objects).hasSize(10);
    setup.facade().acknowledge(shrunk, "was a test");
    setup.facade().cleanup(FORCED);
    assertThat(setup.first.objects).hasSize(2);
    assertThat(setup.second.objects).hasSize(2);
  }

  @Test
  void whatASmallDatabaseLosesAlarmsNobody() {
    night(0, 1_400);
    assertThat(night(1, 10).outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(ShrinkLimits.DEFAULT.leastBytes()).isEqualTo(1 << 20);
  }

  @Test
  void itIsTheMedianOfTheLastOnesThatCounts() {
    night(0, BIG);
    night(1, BIG);
    night(2, 4 * BIG);
    assertThat(night(3, BIG).outcome()).isEqualTo(Outcome.COMPLETE);
    setup.shrinkGuard = new ShrinkLimits(true, 90, 0, 0, 3, 100);
    assertThat(night(4, BIG * 8 / 10).outcome()).isEqualTo(Outcome.PARTIAL);
    setup.shrinkGuard = new ShrinkLimits(false, 90, 90, 90, 3, 1);
    assertThat(night(5, 1).outcome()).isEqualTo(Outcome.COMPLETE);
  }

  @Test
  void rowsAndTablesAreComparedWhereTheyAreKnown() throws Exception {
    night(0, BIG);
    String key = setup.first.objects.lastKey();
    byte[] json = Objects.requireNonNull(setup.first.objects.get(key));
    Manifest before = ManifestJson.read(new ByteArrayInputStream(json));
    setup.first.objects.put(key, ManifestJson.write(with(before, "before", tables(10, 500))));
    var open = open();

    assertThat(figures(open, with(before, "made", tables(10, 240))))
        .containsExactly("2400 rows after 5000");
    assertThat(figures(open, with(before, "made", tables(4, 5_000))))
        .containsExactly("4 tables after 10");
    assertThat(figures(open, with(before, "made", tables(10, 260)))).isEmpty();
    assertThat(figures(open, with(before, "made", tables(0, 0))))
        .containsExactly("0 rows after 5000", "0 tables after 10");
    assertThat(figures(open, with(before, "made", List.of()))).as("not known").isEmpty();
  }

  private List<String> figures(OpenDestination open, Manifest made) throws InterruptedException {
    try (LocalHost host = setup.environment().host()) {
      return new ShrinkGuard(ShrinkLimits.DEFAULT, setup.environment().keys())
          .judge(made, List.of(open), host).stream()
              .flatMap(shrink -> shrink.figures().stream())
              .map(Shrink.Figure::toString)
              .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private OpenDestination open() throws Exception {
    try (LocalHost host = setup.environment().host()) {
      return OpenDestination.open(setup.environment().settings().destinations().get(0), host);
    }
  }

  private static List<TableFingerprint> tables(int count, long rows) {
    var tables = new ArrayList<>(List.of(new TableFingerprint("(sequences)", 9_999, "")));
    for (int table = 0; table < count; table++) {
      tables.add(new TableFingerprint("t" + table, rows, ""));
    }
    return tables;
  }

  private static Manifest with(Manifest m, String id, List<TableFingerprint> tables) {
    return new Manifest(
        id,
        m.run(),
        m.server(),
        m.source(),
        m.started(),
        m.finished(),
        m.zone(),
        m.artifact(),
        m.dump(),
        m.archive(),
        m.origin(),
        m.proof(),
        m.omissions(),
        tables,
        m.pin(),
        m.marks());
  }

  @Test
  void storagesThatCannotTellAreNoReasonToFail() {
    night(0, BIG);
    setup.first.onList =
        prefix -> {
          throw new java.io.UncheckedIOException(new IOException("no listing today"));
        };
    BackupReport report = night(1, SMALL);

    assertThat(report.outcome()).as("the second tells").isEqualTo(Outcome.PARTIAL);
    assertThat(report.stored().get(0).warnings())
        .anyMatch(w -> w.contains("could not be compared") && w.contains("no listing today"));
  }

  @Test
  void whatOneToldBeforeItBrokeOffCounts() {
    setup.destinations = List.of("first");
    for (int night = 0; night < 3; night++) {
      night(night, BIG);
    }
    setup.first.onRead =
        key -> {
          if (key.contains("20260101") && key.endsWith(ArtifactKeys.MANIFEST)) {
            throw new IOException("connection reset");
          }
        };

    ArtifactResult.Stored stored = night(3, SMALL).stored().get(0);
    assertThat(stored.doubt()).contains("far smaller");
    assertThat(stored.warnings()).anyMatch(w -> w.contains("connection reset"));
  }

  @Test
  void aStorageWhoseCopyFailedIsNotAskedAndNoneIsAskedTwice() {
    setup.toFirst = Setup.times(3, true);
    night(0, BIG);
    var asked = new ArrayList<String>();
    setup.first.onList =
        prefix -> {
          if (prefix.endsWith("/")) {
            asked.add("first");
            throw new java.io.UncheckedIOException(new IOException("no listing today"));
          }
        };
    setup.second.onList =
        prefix -> {
          if (prefix.endsWith("/")) {
            asked.add("second");
          }
        };
    setup.second.onWrite =
        () -> {
          throw new IOException("connection reset");
        };
    night(1, SMALL);

    assertThat(asked).containsExactly("first");
  }

  private List<StoredBackup> backups() throws Exception {
    return setup.facade().backups(BackupQuery.newest(100), line -> {});
  }

  private BackupReport night(int number, int bytes) {
    setup.clock = Clock.fixed(FIRST.plus(Duration.ofDays(number)), ZoneOffset.UTC);
    setup.driver.databases.put("orders", "x".repeat(bytes));
    return setup.backup();
  }

  private static RetentionRules last(int count) {
    OptionalInt none = OptionalInt.empty();
    return new RetentionRules(
        OptionalInt.of(count), Optional.empty(), none, none, none, none, none, 1);
  }
}
