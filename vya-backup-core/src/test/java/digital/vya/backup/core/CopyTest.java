package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.Reason;
import digital.vya.backup.core.CopyResult.Fate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CopyTest {

  private static final Instant FIRST = Instant.parse("2026-01-01T00:30:00Z");

  @TempDir Path folder;
  private Setup setup;

  @BeforeEach
  void twoDatabasesInTheFirstStorage() {
    setup = new Setup(folder);
    setup.driver.databases.put("orders", "ten orders");
    setup.driver.databases.put("users", "five users");
  }

  @Test
  void whatIsMissingIsBroughtOverUnderTheSameKeys() throws Exception {
    night(0);
    Map<String, byte[]> before = new TreeMap<>(setup.first.objects);

    assertThat(missing()).extracting(CopyResult::fate).containsOnly(Fate.COPIED).hasSize(2);

    assertThat(setup.second.objects.keySet()).isEqualTo(setup.first.objects.keySet());
    assertThat(setup.first.objects).containsExactlyEntriesOf(before);
    before.keySet().stream()
        .filter(key -> !key.endsWith(".manifest.json"))
        .forEach(key -> assertThat(setup.second.objects.get(key)).isEqualTo(before.get(key)));
    assertThat(missing()).extracting(CopyResult::fate).containsOnly(Fate.THERE).hasSize(2);
  }

  @Test
  void theManifestSaysWhatWasShownThereAndKeepsItsPin() throws Exception {
    night(0);
    String id = backups().get(0).manifest().id();
    setup.facade().pin(id, Optional.of("before the upgrade"));
    List<CopyResult> results = copy(CopyOrder.Which.id(id));

    assertThat(results.get(0).manifest().orElseThrow().proof().evidence())
        .isEqualTo(Evidence.READ_BACK);
    Manifest there =
        backups().stream()
            .filter(b -> b.destination().equals("second"))
            .map(StoredBackup::manifest)
            .findAny()
            .orElseThrow();
    assertThat(there.proof().evidence()).isEqualTo(Evidence.READ_BACK);
    assertThat(there.pin()).contains("before the upgrade");
    assertThat(there.id()).isEqualTo(id);
    var verified = new ArrayList<VerifyResult>();
    setup.facade().verify(VerifyOrder.one(id), verified::add);
    assertThat(verified).hasSize(2).allMatch(r -> r.evidence() == Evidence.DECODED);
  }

  @Test
  void aCopyThatTheRunCouldNotMakeIsMadeLater() throws Exception {
    setup.destinations = List.of("first", "second");
    setup.second.onWrite =
        () -> {
          throw new IOException("No space left on device");
        };
    night(0);
    assertThat(setup.second.objects).isEmpty();
    setup.second.onWrite = () -> {};

    assertThat(missing()).extracting(CopyResult::fate).containsOnly(Fate.COPIED);
    assertThat(setup.second.objects.keySet()).isEqualTo(setup.first.objects.keySet());
  }

  @Test
  void aDamagedSourceIsRefusedAndNothingAppears() throws Exception {
    night(0);
    String key = artifact("orders");
    damage(key);

    List<CopyResult> results = missing();

    assertThat(results)
        .filteredOn(r -> r.fate() == Fate.FAILED)
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.reason()).contains(Reason.DATA);
              assertThat(r.problem()).contains(key, "another SHA-256");
            });
    assertThat(setup.second.objects)
        .hasSize(2)
        .allSatisfy((k, v) -> assertThat(k).contains("users"));
  }

  @Test
  void aSourceThatIsCutOffOrGoneIsRefused() throws Exception {
    night(0);
    setup.first.objects.put(artifact("orders"), new byte[] {1});
    setup.first.objects.remove(artifact("users"));

    assertThat(missing())
        .extracting(r -> r.reason().orElseThrow())
        .containsExactly(Reason.DATA, Reason.DATA);
    assertThat(setup.second.objects).isEmpty();
  }

  @Test
  void whatCameToTheTargetDamagedIsTakenAway() throws Exception {
    night(0);
    setup.second.onCommitted =
        bytes -> {
          bytes[0] ^= 1;
          return bytes;
        };

    assertThat(missing()).allMatch(r -> r.reason().equals(Optional.of(Reason.DATA)));
    assertThat(setup.second.objects).isEmpty();
  }

  @Test
  void halvesAreReplacedByAWholeBackup() throws Exception {
    night(0);
    missing();
    String manifestOnly = artifact("orders");
    String artifactOnly = artifact("users");
    setup.second.objects.remove(manifestOnly);
    setup.second.objects.put(artifactOnly, new byte[] {1});
    setup.second.objects.remove(artifactOnly + ".manifest.json");

    assertThat(missing()).extracting(CopyResult::fate).containsOnly(Fate.COPIED).hasSize(2);
    assertThat(setup.second.objects.get(artifactOnly))
        .isEqualTo(setup.first.objects.get(artifactOnly));
    assertThat(setup.second.objects.keySet()).isEqualTo(setup.first.objects.keySet());
  }

  @Test
  void aDamagedSourceTakesNothingFromTheTarget() throws Exception {
    night(0);
    missing();
    String key = artifact("orders");
    setup.second.objects.remove(key + ".manifest.json");
    Map<String, byte[]> before = new TreeMap<>(setup.second.objects);
    damage(key);

    missing();

    assertThat(setup.second.objects).containsExactlyEntriesOf(before).containsKey(key);
  }

  @Test
  void anotherBackupOrAnUnreadableManifestUnderTheSameKeyIsLeftAlone() throws Exception {
    night(0);
    missing();
    String orders = artifact("orders") + ".manifest.json";
    String users = artifact("users") + ".manifest.json";
    String text = new String(setup.second.objects.get(orders), StandardCharsets.UTF_8);
    setup.second.objects.put(
        orders,
        text.replaceFirst("\"id\" : \"[^\"]*\"", "\"id\" : \"other\"")
            .getBytes(StandardCharsets.UTF_8));
    setup.second.objects.put(
        users, "{\"format\": 2, \"what\": \"ever\"}".getBytes(StandardCharsets.UTF_8));
    Map<String, byte[]> before = new TreeMap<>(setup.second.objects);

    List<CopyResult> results = missing();

    assertThat(results.get(0).problem()).contains("another backup", "other", "prefix");
    assertThat(results.get(1).problem()).contains("format 2", "left alone");
    assertThat(setup.second.objects).containsExactlyEntriesOf(before);
  }

  @Test
  void brokenManifestsOfTheSourceAreToldAndLeftAlone() throws Exception {
    night(0);
    byte[] broken = "{\"format\": 1,".getBytes(StandardCharsets.UTF_8);
    setup.first.objects.put("main/orders/x.rev.manifest.json", broken);

    assertThat(missing())
        .filteredOn(r -> r.fate() == Fate.FAILED)
        .singleElement()
        .satisfies(r -> assertThat(r.problem()).contains("not JSON", "left alone"));
    assertThat(setup.second.objects).hasSize(4);
    assertThat(setup.first.objects.get("main/orders/x.rev.manifest.json")).isEqualTo(broken);
  }

  @Test
  void anOrderSaysWhichBackups() throws Exception {
    setup.instances = List.of("main", "other");
    for (int night = 0; night < 3; night++) {
      night(night);
    }

    assertThat(copy(new CopyOrder.Which(Optional.empty(), Optional.of("main"), true, false)))
        .extracting(r -> r.manifest().orElseThrow().started())
        .containsExactly(FIRST.plus(Duration.ofDays(2)), FIRST.plus(Duration.ofDays(2)));
    assertThat(copy(new CopyOrder.Which(Optional.empty(), Optional.empty(), true, false)))
        .extracting(CopyResult::fate)
        .containsExactlyInAnyOrder(Fate.THERE, Fate.THERE, Fate.COPIED, Fate.COPIED);
    assertThat(copy(new CopyOrder.Which(Optional.empty(), Optional.of("other"), false, false)))
        .hasSize(6);
    assertThatThrownBy(() -> copy(CopyOrder.Which.id("nothing")))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("there is no backup nothing in first");
    assertThatThrownBy(() -> setup.facade().copy(CopyOrder.missing("first", "thrid"), r -> {}))
        .hasMessageContaining("no storage named thrid");
    assertThatThrownBy(() -> CopyOrder.missing("first", "first")).hasMessageContaining("to itself");
  }

  @Test
  void whatOtherServersHavePutThereIsLeftAloneUnlessAskedFor() throws Exception {
    night(0);
    setup.first.objects.replaceAll(
        (key, bytes) ->
            key.endsWith(".manifest.json") && key.contains("orders")
                ? new String(bytes, StandardCharsets.UTF_8)
                    .replace("test-server", "other-server")
                    .getBytes(StandardCharsets.UTF_8)
                : bytes);

    assertThat(missing()).singleElement().satisfies(r -> assertThat(r.key()).contains("users"));
    assertThat(copy(new CopyOrder.Which(Optional.empty(), Optional.empty(), false, true)))
        .extracting(CopyResult::fate)
        .containsExactly(Fate.COPIED, Fate.THERE);
  }

  @Test
  void aDryRunTellsAndTouchesNothing() throws Exception {
    night(0);
    var results = new ArrayList<CopyResult>();
    setup
        .facade()
        .copy(new CopyOrder("first", "second", CopyOrder.Which.all(), true), results::add);

    assertThat(results).extracting(CopyResult::fate).containsOnly(Fate.WOULD_COPY).hasSize(2);
    assertThat(setup.second.objects).isEmpty();
  }

  @Test
  void aStoreThatDiesWhileItIsWrittenIsTriedAgainFromTheBeginning() throws Exception {
    night(0);
    setup.toSecond = Setup.times(3, true);
    var writes = new AtomicInteger();
    setup.second.onWrite =
        () -> {
          if (writes.getAndIncrement() < 2) {
            throw new IOException("connection reset");
          }
        };

    assertThat(missing()).extracting(CopyResult::fate).containsOnly(Fate.COPIED);
  }

  @Test
  void aTargetThatIsDeadIsNotTriedForEveryBackup() throws Exception {
    for (int night = 0; night < 5; night++) {
      night(night);
    }
    var writes = new AtomicInteger();
    setup.second.onWrite =
        () -> {
          writes.incrementAndGet();
          throw new IOException("connection reset");
        };

    List<CopyResult> results = missing();

    assertThat(results).hasSize(10).allMatch(r -> r.fate() == Fate.FAILED);
    assertThat(writes).hasValue(Breaker.FAILURES);
    assertThat(results.get(9).problem()).contains("second is not tried", "connection reset");
    assertThat(setup.second.objects).isEmpty();
  }

  @Test
  void aSourceThatIsDeadSaysNothingAboutTheTarget() throws Exception {
    for (int night = 0; night < 5; night++) {
      night(night);
    }
    missing();
    setup.second.objects.keySet().removeIf(key -> key.contains("orders"));
    var reads = new AtomicInteger();
    setup.first.onRead =
        key -> {
          if (!key.endsWith(".manifest.json")) {
            reads.incrementAndGet();
            throw new IOException("input/output error");
          }
        };

    List<CopyResult> results = missing();

    assertThat(reads).hasValue(Breaker.FAILURES);
    assertThat(results)
        .filteredOn(r -> r.fate() == Fate.FAILED)
        .allSatisfy(r -> assertThat(r.problem()).contains("from first", "input/output error"))
        .allSatisfy(r -> assertThat(r.problem()).doesNotContain("second is not tried"))
        .hasSizeGreaterThanOrEqualTo(5);
  }

  @Test
  void aSourceThatFailsNowAndThenKeepsNothingFromTheTarget() throws Exception {
    for (int night = 0; night < 5; night++) {
      night(night);
    }
    setup.first.onRead =
        key -> {
          if (key.endsWith(".rev") && key.contains("orders/20260101")) {
            throw new IOException("input/output error");
          }
        };

    assertThat(missing())
        .filteredOn(r -> r.fate() == Fate.FAILED)
        .singleElement()
        .satisfies(r -> assertThat(r.problem()).contains("reading from first"));
  }

  @Test
  void aCopyClearsNoMarkOfDamage() throws Exception {
    night(0);
    missing();
    String orders = artifact("orders");
    String manifest = orders + ".manifest.json";
    mark(setup.first, manifest);
    setup.second.objects.remove(manifest);
    Map<String, byte[]> before = new TreeMap<>(setup.second.objects);

    assertThat(missing())
        .filteredOn(r -> r.key().equals(orders))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.reason()).contains(Reason.DATA);
              assertThat(r.problem()).contains("damaged in first", "does not decode");
            });
    assertThat(setup.second.objects).containsExactlyEntriesOf(before);
  }

  @Test
  void aDamagedCopyInTheTargetIsReplaced() throws Exception {
    night(0);
    missing();
    String orders = artifact("orders");
    setup.second.objects.computeIfPresent(orders, (key, bytes) -> new byte[bytes.length]);
    mark(setup.second, orders + ".manifest.json");

    assertThat(missing())
        .extracting(CopyResult::fate)
        .containsExactlyInAnyOrder(Fate.COPIED, Fate.THERE);
    assertThat(setup.second.objects.get(orders)).isEqualTo(setup.first.objects.get(orders));
    assertThat(missing()).extracting(CopyResult::fate).containsOnly(Fate.THERE);
  }

  private static void mark(MemoryStorage storage, String key) throws Exception {
    Manifest manifest = Catalog.read(storage.session(), key).orElseThrow();
    storage.objects.put(
        key, ManifestJson.write(manifest.damaged(FIRST, "it does not decode", false)));
  }

  @Test
  void aListingThatBreaksOffGoesOnWhereItWas() throws Exception {
    for (int night = 0; night < 3; night++) {
      night(night);
    }
    setup.toFirst = Setup.times(3, true);
    var listed = new AtomicInteger();
    setup.first.onListed =
        key -> {
          int n = listed.incrementAndGet();
          if (n == 4 || n == 11) {
            throw new UncheckedIOException(new IOException("connection reset"));
          }
        };

    assertThat(missing()).extracting(CopyResult::key).doesNotHaveDuplicates().hasSize(6);
    assertThat(setup.second.objects.keySet()).isEqualTo(setup.first.objects.keySet());
  }

  @Test
  void anInterruptionLeavesNothingVisible() throws Exception {
    night(0);
    for (String at : List.of("write", "read back")) {
      var reached = new CountDownLatch(1);
      Thread caller = Thread.currentThread();
      MemoryStorage.Refusal interrupt =
          () -> {
            reached.countDown();
            caller.interrupt();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
              throw new IOException("interrupted", e);
            }
          };
      setup.second.onWrite = at.equals("write") ? interrupt : () -> {};
      setup.second.onRead =
          at.equals("write") ? key -> {} : key -> interruptArtifact(key, interrupt);

      assertThatThrownBy(this::missing).as(at).isInstanceOf(InterruptedException.class);

      assertThat(reached.getCount()).isZero();
      assertThat(setup.second.objects).as(at).isEmpty();
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  private void interruptArtifact(String key, MemoryStorage.Refusal interrupt) throws IOException {
    if (setup.second.objects.containsKey(key) && !key.endsWith(".manifest.json")) {
      interrupt.check();
    }
  }

  @Test
  void whileItIsCopiedNothingIsCleanedUpThere() throws Exception {
    for (int night = 0; night < 3; night++) {
      night(night);
    }
    missing();
    setup.second.objects.keySet().removeIf(key -> key.contains("users"));
    setup.retention = CleanupTest.last(1, DeleteLimit.DEFAULT);
    var cleaned = new ArrayList<CleanupResult>();
    setup.second.onCommit =
        () -> {
          if (cleaned.isEmpty()) {
            try {
              cleaned.addAll(
                  setup.facade().cleanup(new CleanupOrder(Optional.empty(), false, true)));
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }
        };

    assertThat(missing()).filteredOn(r -> r.fate() == Fate.COPIED).isNotEmpty();

    assertThat(cleaned.get(0).count(CleanupResult.Fate.DELETED)).isEqualTo(4);
    assertThat(cleaned.get(1).count(CleanupResult.Fate.DELETED)).isZero();
    assertThat(cleaned.get(1).warnings())
        .anySatisfy(w -> assertThat(w).contains("another run works on main in second"));
  }

  @Test
  void theAuditLogTellsOfIt() throws Exception {
    Path log = folder.resolve("audit.jsonl");
    setup.audit = Optional.of(log);
    night(0);
    missing();

    assertThat(Files.readString(log))
        .contains("\"copy\"", "all from first to second", "2 copied, 0 failed");
  }

  private void damage(String key) {
    setup.first.objects.computeIfPresent(
        key,
        (same, bytes) -> {
          byte[] damaged = bytes.clone();
          damaged[0] ^= 1;
          return damaged;
        });
  }

  private void night(int number) {
    setup.clock = Clock.fixed(FIRST.plus(Duration.ofDays(number)), ZoneOffset.UTC);
    setup.backup();
  }

  private List<CopyResult> missing() throws IOException, InterruptedException {
    return copy(CopyOrder.Which.all());
  }

  private List<CopyResult> copy(CopyOrder.Which which) throws IOException, InterruptedException {
    var results = new ArrayList<CopyResult>();
    setup.facade().copy(new CopyOrder("first", "second", which, false), results::add);
    return results;
  }

  private List<StoredBackup> backups() throws IOException, InterruptedException {
    return setup
        .facade()
        .backups(new BackupQuery(Optional.empty(), Optional.empty(), 100), line -> {});
  }

  private String artifact(String database) {
    return setup.first.objects.keySet().stream()
        .filter(key -> key.contains(database) && key.endsWith(".rev"))
        .findFirst()
        .orElseThrow();
  }
}
