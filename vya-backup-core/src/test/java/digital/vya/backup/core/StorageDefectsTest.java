package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.BackupReport.Outcome;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one storage throws, though it must not, is no trouble of the others. */
final class StorageDefectsTest {

  @TempDir Path folder;
  private Setup setup;

  @BeforeEach
  void oneDatabaseForTwoDestinations() {
    setup = new Setup(folder);
    setup.destinations = List.of("first", "second");
    setup.driver.databases.put("orders", "ten orders");
  }

  /** Where a storage fails. */
  enum Defect {
    OPEN,
    WRITE,
    COMMIT,
    READ
  }

  private static void put(Defect defect, MemoryStorage storage) {
    MemoryStorage.Refusal failing =
        () -> {
          throw new AssertionError("the plugin is broken");
        };
    switch (defect) {
      case OPEN -> storage.onOpen = failing;
      case WRITE -> storage.onWrite = failing;
      case COMMIT -> storage.onCommit = failing;
      case READ -> storage.onRead = key -> failing.check();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theOthersGoOn(Defect defect) {
    put(defect, setup.first);
    BackupReport report = setup.backup();

    assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
    ArtifactResult.Stored stored = report.stored().get(0);
    assertThat(stored.copies()).extracting(ArtifactResult.Copy::ok).containsExactly(false, true);
    assertThat(stored.copies().get(0).problem()).contains("the plugin is broken", "a defect");
    assertThat(setup.second.objects).hasSize(2);
    assertThat(setup.first.objects).isEmpty();
  }

  @Test
  void whereItIsTheOnlyOneItIsCalledADefect() {
    setup.destinations = List.of("first");
    put(Defect.COMMIT, setup.first);

    assertThat(setup.backup().failed())
        .singleElement()
        .satisfies(f -> assertThat(f.reason()).isEqualTo(Reason.BUG));
  }

  @ParameterizedTest
  @EnumSource(Listing.class)
  void aListingThatFailsIsNoReasonNotToBackUp(Listing listing) {
    setup.first.free = OptionalLong.of(1_000_000);
    setup.first.onList = failing(listing);

    assertThat(setup.backup().outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(setup.first.objects).hasSize(2);
    assertThat(setup.second.objects).hasSize(2);
  }

  /** How a listing fails. */
  enum Listing {
    TROUBLE,
    DEFECT
  }

  private static Consumer<String> failing(Listing listing) {
    return prefix -> {
      throw listing == Listing.TROUBLE
          ? new UncheckedIOException(new IOException("stale file handle"))
          : new IllegalStateException("the plugin is broken");
    };
  }

  @ParameterizedTest
  @EnumSource(Listing.class)
  void aCleanupThatFailsNeverFailsTheRun(Listing listing) {
    setup.retention = CleanupTest.last(1, DeleteLimit.DEFAULT);
    night(0);
    setup.first.onList = failing(listing);
    BackupReport report = night(1);

    assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(report.warnings()).anySatisfy(w -> assertThat(w).contains("first"));
    assertThat(setup.first.objects).hasSize(4);
    assertThat(setup.second.objects).hasSize(2);
  }

  private BackupReport night(int number) {
    setup.clock =
        Clock.fixed(
            Instant.parse("2026-01-01T00:30:00Z").plus(Duration.ofDays(number)), ZoneOffset.UTC);
    return setup.backup();
  }
}
