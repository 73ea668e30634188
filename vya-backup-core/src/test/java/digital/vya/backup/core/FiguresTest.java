package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport.Outcome;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.RestoreMode;
import digital.vya.backup.api.ServerFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FiguresTest {

  private static final ArtifactSource ORDERS = ArtifactSource.database("main", "fake", "orders");
  private static final CleanupOrder CLEANUP = new CleanupOrder(Optional.empty(), false, true);
  private static final RestoreOrder RESTORE =
      RestoreOrder.of(new RestoreOrder.Origin.Latest("main", Optional.of("orders")))
          .to("copy")
          .in(RestoreMode.FAST);

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock("2026-01-13T00:30:00Z");
  private Setup setup;

  @BeforeEach
  void oneDatabase() {
    setup = new Setup(folder.resolve("state"));
    setup.clock = clock;
    setup.driver.databases.put("orders", "ten orders");
  }

  private Path file() {
    return setup.stateDir.resolve("figures.json");
  }

  private Figures figures() {
    return setup.environment().figures();
  }

  /** What exporters are given now. */
  private ServerFigures known() throws IOException {
    return new KnownFigures(setup.environment()).of(List.of());
  }

  private ServerFigures.Database known(ArtifactSource source) throws IOException {
    return known().databases().stream()
        .filter(database -> database.source().equals(source))
        .findAny()
        .orElseThrow();
  }

  private void verify() throws Exception {
    setup.facade().verify(VerifyOrder.all(), result -> {});
  }

  private static BackupEvent verified(String destination, String id, boolean ok) {
    return new BackupEvent.BackupVerified(
        ORDERS, id, destination, ok ? Evidence.DECODED : Evidence.STORED, ok);
  }

  private OptionalLong damaged() throws IOException {
    return known(ORDERS).findings().damaged();
  }

  @Test
  void severalThreadsAtOnceLoseNothing() throws Exception {
    var work = new ArrayList<Callable<Figures>>();
    for (int n = 0; n < 100; n++) {
      String id = "backup-" + n;
      work.add(
          () -> {
            Figures own = figures();
            own.take(new BackupEvent.NotificationFailed("mail", "550"));
            own.take(verified("first", id, false));
            return own;
          });
    }
    var threads = Executors.newFixedThreadPool(8);
    try {
      for (Future<Figures> one : threads.invokeAll(work)) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(known().notifierFailures()).hasValue(100);
    assertThat(figures().read().path(Figures.DATABASES)).hasSize(1);
    assertThat(figures().read().path(Figures.DATABASES).path(0).path("damaged")).hasSize(100);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    try (var files = Files.list(setup.stateDir)) {
      assertThat(files).noneMatch(f -> f.toString().endsWith(".new"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{\"databases\": [",
        "{\"databases\": \"x\", \"kept\": {}, \"notifier_failures\": \"many\"}",
        "{\"databases\": [1, null, {}], \"kept\": [7, {\"destination\": \"first\"}]}",
        "{\"databases\": [{\"instance\": \"main\", \"dbms\": \"fake\", \"kind\": \"database\","
            + " \"database\": \"orders\", \"damaged\": 7, \"verified\": \"today\", \"rows\": \"x\","
            + " \"restored\": [], \"restore_ms\": \"y\", \"recovery_ms\": 1e400}]}"
      })
  void whatSomebodyElseWroteThereIsNoDefectAndIsMended(String content) throws Exception {
    setup.backup();
    Files.writeString(file(), content);
    assertThat(known().databases()).hasSize(1);

    assertThat(setup.backup().outcome()).isEqualTo(Outcome.COMPLETE);
    figures().take(new BackupEvent.NotificationFailed("mail", "550"));
    verify();
    setup.facade().cleanup(CLEANUP);
    setup.facade().restore(RESTORE);

    assertThat(known().notifierFailures()).hasValue(1);
    assertThat(damaged()).hasValue(0);
    assertThat(known(ORDERS).restores().orElseThrow().complete()).isEqualTo(1);
    assertThat(known().destinations().get(0).kept()).hasSize(1);
  }

  @Test
  void aFileThatCannotBeReadTakesNothingFromARunButFigures() throws Exception {
    setup.backup();
    Files.delete(file());
    Files.createDirectories(file().resolve("not empty"));

    assertThat(setup.backup().outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(known(ORDERS).attempts().orElseThrow().complete()).isEqualTo(2);
    assertThat(known(ORDERS).restores()).isEmpty();
    assertThat(known().notifierFailures()).hasValue(0);
  }

  @Test
  void figuresThatCannotBeKeptAreNoFailure() throws Exception {
    Path noFolder = Files.writeString(folder.resolve("taken"), "a file");
    var nowhere = new Figures(noFolder, clock);
    nowhere.take(new BackupEvent.NotificationFailed("mail", "550"));

    assertThat(nowhere.read()).isEmpty();
    assertThat(noFolder).hasContent("a file");
  }

  @Test
  void anInterruptWaitsUntilTheyAreKept() throws Exception {
    Thread.currentThread().interrupt();
    figures().take(new BackupEvent.NotificationFailed("mail", "550"));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(known().notifierFailures()).hasValue(1);
  }

  @Test
  void damageIsCountedForEachCopyUntilItIsReadSoundly() throws Exception {
    setup.backup();
    assertThat(damaged()).as("nobody looked").isEmpty();
    figures().take(verified("first", "a", true));
    assertThat(damaged()).hasValue(0);
    figures().take(verified("first", "a", false));
    figures().take(verified("first", "a", false));
    figures().take(verified("second", "a", false));
    assertThat(damaged()).hasValue(2);
    figures().take(verified("first", "a", true));
    assertThat(damaged()).hasValue(1);
    figures().take(verified("second", "a", true));
    assertThat(damaged()).hasValue(0);
  }

  @Test
  void aVerificationMovesTheTimeOnlyIfTheBackupIsSound() throws Exception {
    setup.backup();
    clock.move(Duration.ofHours(1));
    verify();
    Instant sound = clock.instant();
    assertThat(verifiedAt()).isEqualTo(sound);

    clock.move(Duration.ofHours(1));
    setup.first.objects.replaceAll((key, bytes) -> key.endsWith(".rev") ? new byte[1] : bytes);
    verify();
    assertThat(verifiedAt()).isEqualTo(sound);
    assertThat(damaged()).hasValue(1);

    clock.move(Duration.ofHours(1));
    setup.backup();
    assertThat(verifiedAt()).as("a newer backup was proven when it was made").isAfter(sound);
    assertThat(damaged()).as("the old one is still there").hasValue(1);
  }

  private Instant verifiedAt() throws IOException {
    return known(ORDERS).good().orElseThrow().proof().verified().orElseThrow();
  }

  @Test
  void whatIsDamagedAndWasCleanedUpIsDamagedNoMore() throws Exception {
    setup.backup();
    setup.first.objects.replaceAll((key, bytes) -> key.endsWith(".rev") ? new byte[1] : bytes);
    verify();
    assertThat(damaged()).hasValue(1);
    clock.move(Duration.ofDays(1));
    setup.backup();
    setup.retention = CleanupTest.last(1, DeleteLimit.DEFAULT);
    setup.facade().cleanup(CLEANUP);

    assertThat(setup.first.objects).hasSize(2);
    assertThat(damaged()).hasValue(0);
  }

  @Test
  void whatIsDamagedAndWasRemovedByHandIsDamagedNoMoreForWhoeverLooks() throws Exception {
    setup.backup();
    setup.first.objects.replaceAll((key, bytes) -> key.endsWith(".rev") ? new byte[1] : bytes);
    verify();
    setup.first.objects.clear();
    clock.move(Duration.ofDays(1));
    setup.backup();
    assertThat(damaged()).hasValue(1);
    verify();

    assertThat(damaged()).hasValue(0);
  }

  @Test
  void restoresAreCountedAndATriedOneIsNot() throws Exception {
    setup.backup();
    assertThat(known(ORDERS).restores()).isEmpty();
    setup.facade().restore(RESTORE.onlyTold());
    assertThat(known(ORDERS).restores()).isEmpty();
    setup.facade().restore(RESTORE);
    assertThatThrownBy(() -> setup.facade().restore(RESTORE)).isInstanceOf(BackupException.class);

    ServerFigures.Restores restores = known(ORDERS).restores().orElseThrow();
    assertThat(restores.complete()).isEqualTo(1);
    assertThat(restores.failed()).isEqualTo(1);
    assertThat(restores.lastElapsed()).contains(Duration.ZERO);
  }

  @Test
  void anInstanceThatCannotBeListedFailedForEachOfItsDatabases() throws Exception {
    setup.driver.databases.put("users", "five users");
    setup.backup();
    setup.driver.listing =
        () -> {
          throw BackupException.environment("connection refused");
        };
    clock.move(Duration.ofDays(1));
    setup.backup();

    assertThat(known().databases())
        .extracting(d -> d.source().label())
        .containsExactly("main/orders", "main/users");
    for (ServerFigures.Database database : known().databases()) {
      ServerFigures.Attempts attempts = database.attempts().orElseThrow();
      assertThat(attempts.complete()).isEqualTo(1);
      assertThat(attempts.failed()).isEqualTo(1);
      assertThat(attempts.last().outcome()).isEqualTo(Outcome.FAILED);
      assertThat(attempts.last().at()).isEqualTo(clock.instant());
    }
  }

  @Test
  void whatWasNotInTheRunKeepsItsFigures() throws Exception {
    setup.instances = List.of("main", "other");
    setup.backup();
    clock.move(Duration.ofDays(1));
    setup.facade().backup(BackupSelection.instance("other"));

    ServerFigures.Database main = known(ORDERS);
    assertThat(main.good().orElseThrow().started())
        .isEqualTo(Instant.parse("2026-01-13T00:30:00Z"));
    assertThat(main.attempts().orElseThrow().complete()).isEqualTo(1);
    assertThat(known(ArtifactSource.database("other", "fake", "orders")).attempts().orElseThrow())
        .extracting(ServerFigures.Attempts::complete)
        .isEqualTo(2L);
  }

  @Test
  void whatIsKeptIsKnownAfterACleanupUntilTheNext() throws Exception {
    setup.destinations = List.of("first", "second");
    setup.backup();
    assertThat(known().destinations().get(0).kept()).isEmpty();
    clock.move(Duration.ofDays(1));
    setup.backup();
    setup.retention = CleanupTest.last(1, DeleteLimit.DEFAULT);
    setup.facade().cleanup(CLEANUP);

    assertThat(known().destinations())
        .extracting(ServerFigures.Destination::id)
        .containsExactly("first", "second");
    for (ServerFigures.Destination destination : known().destinations()) {
      assertThat(destination.kept())
          .singleElement()
          .satisfies(
              kept -> {
                assertThat(kept.source()).isEqualTo(ORDERS);
                assertThat(kept.count()).isEqualTo(1);
                assertThat(kept.freedBytes().orElseThrow()).isPositive();
              });
    }
    assertThat(Objects.requireNonNull(setup.events.get(setup.events.size() - 1)))
        .isInstanceOf(BackupEvent.FiguresKnown.class);
  }
}
