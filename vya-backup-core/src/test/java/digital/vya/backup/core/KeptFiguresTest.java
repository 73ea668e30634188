package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.RestoreMode;
import digital.vya.backup.api.ServerFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept between runs for those who make figures of it. */
final class KeptFiguresTest {

  private static final ArtifactSource ORDERS = ArtifactSource.database("main", "fake", "orders");

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock("2026-01-13T00:30:00Z");
  private Setup setup;

  @BeforeEach
  void oneDatabase() {
    setup = new Setup(folder);
    setup.clock = clock;
    setup.driver.databases.put("orders", "ten orders");
  }

  private ServerFigures.Database known() throws IOException {
    return new KnownFigures(setup.environment()).of(List.of()).databases().get(0);
  }

  private ServerFigures.Proof proof() throws IOException {
    return known().good().orElseThrow().proof();
  }

  private long complete() throws IOException {
    return known().attempts().orElseThrow().complete();
  }

  private void verified(String id, Evidence evidence) {
    setup
        .environment()
        .figures()
        .take(new BackupEvent.BackupVerified(ORDERS, id, "first", evidence, true));
  }

  @Test
  void onlyAVerificationOfTheLastGoodBackupSpeaksForIt() throws IOException {
    setup.verify = Evidence.READ_BACK;
    String old = setup.backup().stored().get(0).id();
    clock.move(Duration.ofDays(1));
    Instant made = clock.instant();
    String last = setup.backup().stored().get(0).id();
    clock.move(Duration.ofHours(1));
    verified(old, Evidence.MATCHED);
    assertThat(proof().evidence()).contains(Evidence.READ_BACK);
    assertThat(proof().verified()).contains(made);

    verified(last, Evidence.RESTORED);
    assertThat(proof().evidence()).contains(Evidence.RESTORED);
    assertThat(proof().verified()).contains(clock.instant());
    for (int n = 10; n < 30; n++) {
      verified("202501" + n + "T003000Z-00000000", Evidence.STORED);
    }
    clock.move(Duration.ofHours(1));
    verified(last, Evidence.DECODED);
    assertThat(proof().evidence()).as("that was shown").contains(Evidence.RESTORED);
    assertThat(proof().verified()).contains(clock.instant());
  }

  @Test
  void whatSomebodyLookedAtIsSuspiciousNoMore() throws Exception {
    setup.shrinkGuard = new ShrinkLimits(true, 50, 50, 50, 1, 1);
    setup.driver.databases.put("orders", "x".repeat(3_000));
    setup.backup();
    clock.move(Duration.ofDays(1));
    setup.driver.databases.put("orders", "x");
    String shrunk = setup.backup().stored().get(0).id();
    assertThat(known().findings().shrunk()).contains(true);
    var exported = new ArrayList<ServerFigures>();
    setup.export(
        new MetricsTest.Fake(exported::add), new MetricsTest.Fake.Config(), Duration.ofMinutes(1));

    setup.facade().acknowledge(shrunk, "the archive moved");

    assertThat(exported)
        .singleElement()
        .extracting(all -> all.databases().get(0).findings().shrunk())
        .isEqualTo(Optional.of(false));
  }

  @Test
  void aRestoreIsInTheFiguresThatAreExportedAfterIt() throws Exception {
    setup.backup();
    var exported = new ArrayList<ServerFigures>();
    setup.export(
        new MetricsTest.Fake(exported::add), new MetricsTest.Fake.Config(), Duration.ofMinutes(1));

    setup
        .facade()
        .restore(
            RestoreOrder.of(new RestoreOrder.Origin.Latest("main", Optional.of("orders")))
                .to("copy")
                .in(RestoreMode.FAST));

    assertThat(exported)
        .singleElement()
        .extracting(all -> all.databases().get(0).restores().orElseThrow().complete())
        .isEqualTo(1L);
  }

  @Test
  void countersDoNotFallWhenTheHistoryForgets() throws IOException {
    setup.backup();
    setup.backup();
    Path history = folder.resolve("history.jsonl");
    List<String> lines = Files.readAllLines(history);
    Files.write(history, lines.subList(lines.size() - 1, lines.size()));
    assertThat(complete()).isEqualTo(2);
    setup.backup();

    assertThat(complete()).isEqualTo(3);
  }

  @Test
  void countersBeginWithWhatTheHistoryHolds() throws IOException {
    setup.backup();
    Files.delete(folder.resolve("figures.json"));
    assertThat(complete()).isEqualTo(1);
    setup.backup();
    assertThat(complete()).isEqualTo(2);
    Files.delete(folder.resolve("figures.json"));

    assertThat(complete()).isEqualTo(2);
  }
}
