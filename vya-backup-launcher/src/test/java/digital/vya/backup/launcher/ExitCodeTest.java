package digital.vya.backup.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ExitCodeTest {

  private static final Instant NOW = Instant.EPOCH;

  @Test
  void aRunThatStoredEverythingIsComplete() {
    assertThat(ExitCode.of(report(1))).isZero();
  }

  @Test
  void aRunThatStoredSomethingIsPartialWhateverFailed() {
    for (Reason reason :
        List.of(Reason.CONFIGURATION, Reason.ENVIRONMENT, Reason.LOCKED, Reason.BUG)) {
      assertThat(ExitCode.of(report(1, reason))).isEqualTo(3);
    }
  }

  @Test
  void aRunThatStoredNothingTellsWhoseMoveItIs() {
    assertThat(ExitCode.of(report(0, Reason.CONFIGURATION))).isEqualTo(2);
    assertThat(ExitCode.of(report(0, Reason.ENVIRONMENT))).isEqualTo(4);
    assertThat(ExitCode.of(report(0, Reason.DATA))).isEqualTo(4);
    assertThat(ExitCode.of(report(0, Reason.LOCKED))).isEqualTo(5);
    assertThat(ExitCode.of(report(0, Reason.BUG))).isEqualTo(1);
    assertThat(ExitCode.of(report(0, Reason.CONFIGURATION, Reason.ENVIRONMENT))).isEqualTo(4);
    assertThat(ExitCode.of(report(0, Reason.LOCKED, Reason.CONFIGURATION))).isEqualTo(2);
  }

  @Test
  void aCancelledRunSaysSoEvenIfItStoredSomething() {
    assertThat(ExitCode.of(report(1, Reason.CANCELLED))).isEqualTo(130);
  }

  @Test
  void damagedDataHasACodeOfItsOwnWhereDataIsRead() {
    assertThat(ExitCode.of(Reason.DATA)).isEqualTo(6);
  }

  private static BackupReport report(int stored, Reason... failed) {
    var results = new ArrayList<ArtifactResult>();
    var source = ArtifactSource.database("main", "fake", "orders");
    for (int n = 0; n < stored; n++) {
      results.add(
          new ArtifactResult.Stored(
              source,
              "id",
              NOW,
              Duration.ZERO,
              1,
              1,
              Evidence.DECODED,
              List.of(new ArtifactResult.Copy("local", "key", "", true)),
              ArtifactResult.Omissions.NONE,
              "",
              List.of(),
              Optional.empty()));
    }
    for (Reason reason : failed) {
      results.add(
          new ArtifactResult.Failed(
              source, NOW, Duration.ZERO, reason, "why", List.of(), List.of(), Optional.empty()));
    }
    return new BackupReport("run", "server", NOW, NOW, ZoneOffset.UTC, results, List.of());
  }
}
