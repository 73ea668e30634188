package digital.vya.backup.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ValuesTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void aSecretIsNeverShown() {
    var secret = new Secret("p#ss \"quoted\"");

    assertThat(Tool.of(Path.of("/bin/pg_dump"), "shop").with("PGPASSWORD", secret).toString())
        .contains("PGPASSWORD")
        .contains("***")
        .doesNotContain("quoted");
  }

  @Test
  void aFailedToolSaysWhichAndWhat() {
    assertThat(new ToolFailedException("pg_dump", 1, "no such database\n"))
        .hasMessage("pg_dump ended with exit code 1; it said: no such database");
    assertThat(new ToolFailedException("pg_dump", 137, ""))
        .hasMessage("pg_dump was killed by signal 9; it said nothing");
  }

  @Test
  void aRunIsCompleteOnlyIfEveryCopyOfEveryArtifactIs() {
    assertThat(report(stored("", 0)).outcome()).isEqualTo(BackupReport.Outcome.COMPLETE);
    assertThat(report(stored("disk full", 0)).outcome()).isEqualTo(BackupReport.Outcome.PARTIAL);
    assertThat(report(stored("", 1)).outcome()).isEqualTo(BackupReport.Outcome.PARTIAL);
    assertThat(report(stored("", 0), failed()).outcome()).isEqualTo(BackupReport.Outcome.PARTIAL);
    assertThat(report(failed()).outcome()).isEqualTo(BackupReport.Outcome.FAILED);
    assertThat(report().outcome()).isEqualTo(BackupReport.Outcome.FAILED);
  }

  @Test
  void evidenceIsOrdered() {
    assertThat(Evidence.DECODED.atLeast(Evidence.READ_BACK)).isTrue();
    assertThat(Evidence.STORED.atLeast(Evidence.READ_BACK)).isFalse();
  }

  @Test
  void aRunRecoversWhenAllIsWellThatWasNot() {
    var bad = Optional.of(new Before(NOW, false, Optional.empty()));
    var good = Optional.of(new Before(NOW, true, Optional.empty()));
    assertThat(report(stored("", 0).after(bad)).recovered()).isTrue();
    assertThat(report(stored("", 0).after(good)).recovered()).isFalse();
    assertThat(report(stored("", 0)).recovered()).isFalse();
    assertThat(report(stored("", 0).after(bad), failed()).recovered()).isFalse();
  }

  private static BackupReport report(ArtifactResult... results) {
    return new BackupReport("r", "host", NOW, NOW, ZoneOffset.UTC, List.of(results), List.of());
  }

  private static ArtifactResult stored(String problem, int omitted) {
    return new ArtifactResult.Stored(
        ArtifactSource.database("main", "postgresql", "shop"),
        "id",
        NOW,
        Duration.ZERO,
        1,
        1,
        Evidence.STORED,
        List.of(new ArtifactResult.Copy("local", "key", problem)),
        new ArtifactResult.Omissions(omitted, List.of()),
        "",
        List.of(),
        Optional.empty());
  }

  private static ArtifactResult failed() {
    return new ArtifactResult.Failed(
        ArtifactSource.globals("main", "postgresql"),
        NOW,
        Duration.ZERO,
        Reason.ENVIRONMENT,
        "down",
        List.of(),
        List.of(),
        Optional.empty());
  }
}
