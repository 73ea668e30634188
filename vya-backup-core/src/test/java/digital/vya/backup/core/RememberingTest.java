package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.BackupReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run leaves for those who ask how well a machine is backed up. */
final class RememberingTest {

  private static final String KEY = "@status/test-server.status.json";

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock("2026-01-13T00:30:00Z");
  private Setup setup;

  @BeforeEach
  void oneDatabase() {
    setup = new Setup(folder);
    setup.clock = clock;
    setup.driver.databases.put("orders", "ten orders");
  }

  private ServerStatus written() {
    return StatusFile.last(folder).orElseThrow();
  }

  @Test
  void aRunThatEndsWhileAnotherGoesOnIsNotForgottenByIt() {
    setup.instances = List.of("main", "other");
    FakeDriver.Dump dump = setup.driver.dump;
    setup.driver.dump =
        (database, sink, host) -> {
          setup.driver.dump = dump;
          setup.facade().backup(BackupSelection.instance("other"));
          dump.to(database, sink, host);
        };

    setup.facade().backup(BackupSelection.instance("main"));

    assertThat(written().databases())
        .hasSize(2)
        .allSatisfy(database -> assertThat(database.good()).isPresent());
  }

  @Test
  void theStatusReachesAlsoTheStoragesThatARunDoesNotUse() {
    BackupReport report = setup.backup();

    assertThat(report.warnings()).isEmpty();
    assertThat(setup.second.objects).isEmpty();
    assertThat(setup.second.statuses.get(KEY)).isEqualTo(setup.first.statuses.get(KEY));
  }

  @Test
  void aCancelledRunTellsItThereToo() {
    setup.driver.dump =
        (database, sink, host) -> {
          throw new InterruptedException("cancelled");
        };
    Thread.currentThread().interrupt();
    setup.backup();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(new String(setup.second.statuses.get(KEY), StandardCharsets.UTF_8))
        .contains("\"failed\"");
  }

  @Test
  void aStorageThatARunDoesNotUseIsNoWarningIfItCannotBeReached() {
    setup.second.onOpen =
        () -> {
          throw new IOException("no route to host");
        };

    BackupReport report = setup.backup();

    assertThat(report.outcome()).isEqualTo(BackupReport.Outcome.COMPLETE);
    assertThat(report.warnings()).isEmpty();
    assertThat(setup.first.statuses).containsKey(KEY);
  }

  @Test
  void theRoomOfAStorageIsKnownUntilItIsMeasuredAgain() throws IOException {
    setup.first.free = OptionalLong.of(1000);
    setup.second.free = OptionalLong.of(2000);
    setup.destinations = List.of("first", "second");
    setup.backup();
    setup.destinations = List.of("second");
    setup.second.free = OptionalLong.of(1999);
    setup.backup();

    assertThat(written().storages())
        .containsExactly(
            new ServerStatus.Room("first", OptionalLong.of(1000)),
            new ServerStatus.Room("second", OptionalLong.of(1999)));
    assertThat(new KnownFigures(setup.environment()).of(List.of()).destinations())
        .extracting(one -> one.freeBytes().orElse(-1))
        .containsExactly(1000L, 1999L);
  }
}
