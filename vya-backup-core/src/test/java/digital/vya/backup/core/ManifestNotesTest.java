package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import digital.vya.backup.api.Alert;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests that are changed while others could change or delete them. */
final class ManifestNotesTest {

  private static final Instant FIRST = Instant.parse("2026-01-01T00:30:00Z");

  @TempDir Path folder;
  private Setup setup = new Setup(Path.of(""));
  private final List<Alert> alerts = new ArrayList<>();
  private final List<VerifyResult> results = new ArrayList<>();

  @BeforeEach
  void twoBackups() {
    setup = new Setup(folder);
    setup.driver.databases.put("orders", "ten orders");
    setup.notify(
        new VerifyingTest.Alerted(alerts),
        new VerifyingTest.Alerted.Config(),
        Duration.ofMinutes(1));
    for (int night = 0; night < 2; night++) {
      setup.clock = Clock.fixed(FIRST.plus(Duration.ofDays(night)), ZoneOffset.UTC);
      assertThat(setup.backup().stored()).hasSize(1);
    }
  }

  @Test
  void everyChangeHoldsTheLockThatWhoDeletesHolds() throws Exception {
    var unlocked = new ArrayList<String>();
    var changes = new AtomicInteger();
    setup.first.onCommit =
        () -> {
          changes.incrementAndGet();
          if (!RunLock.isHeld(setup.environment().lockFolder(), "main in first")) {
            unlocked.add("a change");
          }
        };

    verify(VerifyOrder.all());
    assertThat(changes).hasValue(2);
    setup.first.objects.put(artifacts().get(0), new byte[] {1});
    verify(VerifyOrder.all());
    assertThat(changes).hasValue(4);
    setup.facade().pin(manifest(1).id(), Optional.of("audit"));

    assertThat(changes).hasValue(5);
    assertThat(unlocked).isEmpty();
    assertThat(RunLock.isHeld(setup.environment().lockFolder(), "main in first")).isFalse();
  }

  @Test
  void whileSomebodyDeletesThereNothingIsChanged() throws Exception {
    Environment environment = setup.environment();
    Manifest before = manifest(0);
    var manifests = new LockedManifests(environment, Duration.ZERO);
    try (var lock = RunLock.there(environment, "main", "first")) {
      assertThat(lock).isNotNull();
      var locked = catchThrowableOfType(BackupException.class, () -> pin(manifests, before));
      assertThat(locked.reason()).isEqualTo(Reason.LOCKED);
    }
    assertThat(manifest(0).pin()).isEmpty();

    pin(manifests, before);
    assertThat(manifest(0).pin()).contains("audit");
  }

  private void pin(LockedManifests manifests, Manifest manifest) throws Exception {
    manifests.change(
        "first", setup.first.session(), manifest, there -> there.pinned(Optional.of("audit")));
  }

  @Test
  void aPinKeepsWhatWasNotedMeanwhile() throws Exception {
    Manifest seen = manifest(0);
    String key = Rotation.key(seen);
    var reads = new AtomicInteger();
    setup.first.onRead =
        read -> {
          if (read.equals(key) && reads.incrementAndGet() == 2) {
            setup.first.objects.put(
                key, ManifestJson.write(seen.damaged(FIRST, "found meanwhile", false)));
          }
        };

    setup.facade().pin(seen.id(), Optional.of("audit"));

    assertThat(manifest(0).pin()).contains("audit");
    assertThat(manifest(0).damaged()).isTrue();
  }

  @Test
  void whatIsListedAfterTheOneThatIsSoughtIsNotRead() throws Exception {
    String first = manifest(0).id();
    String later = Rotation.key(manifest(1));
    setup.first.onRead = key -> assertThat(key).isNotEqualTo(later);

    setup.facade().pin(first, Optional.of("audit"));

    assertThat(manifest(0).pin()).contains("audit");
  }

  @Test
  void whatACleanupDeletesMeanwhileIsNoDamage() throws Exception {
    String artifact = artifacts().get(0);
    setup.first.onRead =
        key -> {
          if (key.equals(artifact)) {
            setup.first.objects.remove(artifact + ArtifactKeys.MANIFEST);
            setup.first.objects.remove(artifact);
            throw new FileNotFoundException(key);
          }
        };

    verify(VerifyOrder.all());

    assertThat(results).singleElement().satisfies(r -> assertThat(r.ok()).isTrue());
    assertThat(alerts).isEmpty();
    assertThat(setup.first.objects).doesNotContainKey(artifact + ArtifactKeys.MANIFEST);
  }

  @Test
  void aManifestThatCannotBeReadIsToldOnce() throws Exception {
    String key = Rotation.key(manifest(0));
    String json =
        new String(Objects.requireNonNull(setup.first.objects.get(key)), StandardCharsets.UTF_8);
    setup.first.objects.put(
        key, json.replace("\"artifact\"", "\"artefact\"").getBytes(StandardCharsets.UTF_8));

    verify(VerifyOrder.all());
    assertThat(results).filteredOn(VerifyResult::damaged).hasSize(1);
    verify(VerifyOrder.all());

    assertThat(results).filteredOn(VerifyResult::damaged).hasSize(1);
    assertThat(alerts).hasSize(1);
  }

  private void verify(VerifyOrder order) throws Exception {
    results.clear();
    setup.facade().verify(order, results::add);
  }

  private List<String> artifacts() {
    return setup.first.objects.keySet().stream().filter(k -> k.endsWith(".rev")).toList();
  }

  private Manifest manifest(int number) throws IOException {
    String key = artifacts().get(number) + ArtifactKeys.MANIFEST;
    return ManifestJson.read(
        new ByteArrayInputStream(Objects.requireNonNull(setup.first.objects.get(key))));
  }
}
