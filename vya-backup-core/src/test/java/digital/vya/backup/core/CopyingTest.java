package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a copy that failed takes away again, and what it must not touch. */
final class CopyingTest {

  @TempDir Path folder;
  private Setup setup;

  @BeforeEach
  void oneDatabase() {
    setup = new Setup(folder.resolve("state"));
    setup.driver.databases.put("orders", "ten orders");
  }

  @Test
  void whatItNeverWroteIsNotItsToTakeAway() throws Exception {
    setup.backup();
    String key = setup.first.objects.firstKey();
    Map<String, byte[]> ofAnother = new TreeMap<>(setup.first.objects);

    try (LocalHost host = setup.environment().host();
        OpenDestination shared = open(host)) {
      try (var copy = Copying.begin(shared, key)) {
        copy.attempt(
            pending -> {
              throw new IOException("connection reset");
            });
        copy.commit("mine");
      }
      for (int n = 0; n < Breaker.FAILURES; n++) {
        shared.breaker().failed(BackupException.environment("connection reset"));
      }
      try (var refused = Copying.begin(shared, key)) {
        refused.commit("mine");
      }
    }
    assertThat(setup.first.objects).containsExactlyEntriesOf(ofAnother);
  }

  @Test
  void whatAnotherServerHasMadeABackupIsLeftAlone() throws Exception {
    setup.backup();
    String key = setup.first.objects.firstKey();
    String id = Catalog.read(setup.first.session(), key + ArtifactKeys.MANIFEST).orElseThrow().id();

    try (LocalHost host = setup.environment().host();
        OpenDestination shared = open(host)) {
      try (var copy = Copying.begin(shared, key)) {
        copy.commit("mine");
      }
      assertThat(setup.first.objects).hasSize(2);
      try (var copy = Copying.begin(shared, key)) {
        copy.commit(id);
      }
    }
    assertThat(setup.first.objects).isEmpty();
  }

  @Test
  void anArtifactThatCouldNotBeReadBackIsTakenAway() {
    setup.first.onRead =
        key -> {
          throw new IOException("connection reset");
        };

    assertThat(setup.backup().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(setup.first.objects).isEmpty();
  }

  @Test
  void anInterruptionLeavesNoArtifactBehind() {
    setup.destinations = List.of("first", "second");
    Thread caller = Thread.currentThread();
    setup.second.onRead =
        key -> {
          caller.interrupt();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };

    assertThat(setup.backup().outcome()).isEqualTo(Outcome.FAILED);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(setup.first.objects).isEmpty();
    assertThat(setup.second.objects).isEmpty();
  }

  @Test
  void anArtifactThatAKilledRunLeftIsToldAndLeftAlone() throws Exception {
    setup.backup();
    for (String key : List.of("main/orders/20240101_003000_fake_orders.txt.rev", "main/x/notes")) {
      setup.first.objects.put(key, new byte[2_048]);
    }
    Map<String, byte[]> before = new TreeMap<>(setup.first.objects);

    CleanupResult result =
        setup.facade().cleanup(new CleanupOrder(Optional.empty(), false, false)).get(0);

    assertThat(result.warnings())
        .singleElement()
        .asString()
        .contains("1 objects (2.0 KiB)", "no manifest", "20240101_003000_fake_orders");
    assertThat(setup.first.objects).containsExactlyEntriesOf(before);

    setup.clock = Clock.fixed(Instant.EPOCH.plus(Duration.ofHours(23)), ZoneOffset.UTC);
    assertThat(
            setup
                .facade()
                .cleanup(new CleanupOrder(Optional.empty(), true, false))
                .get(0)
                .warnings())
        .as("it may be on its way")
        .noneMatch(w -> w.contains("no manifest"));
  }

  private OpenDestination open(LocalHost host) throws InterruptedException {
    return OpenDestination.open(
        new Settings.Destination<>(
            "first", setup.first, new MemoryStorage.Config(), Setup.once(true)),
        host);
  }
}
