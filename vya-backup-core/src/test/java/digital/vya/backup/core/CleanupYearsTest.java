package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.BackupException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two years of nightly runs into two storages, of which much goes wrong. */
final class CleanupYearsTest {

  private static final Instant FIRST = Instant.parse("2024-02-01T00:30:00Z");
  private static final int NIGHTS = 730;

  @TempDir Path folder;

  @Test
  void whateverFailsThereIsAlwaysAGoodBackupAndNoHalfOne() {
    var random = new Random(3);
    var setup = new Setup(folder);
    setup.attempts = 1;
    setup.destinations = List.of("first", "second");
    setup.driver.databases.put("orders", "ten orders");
    setup.retention =
        new RetentionSettings(Optional.of(gfs()), Map.of(), Map.of(), DeleteLimit.DEFAULT);
    setup.driver.dump =
        (database, sink, host) -> {
          if (random.nextInt(5) == 0) {
            throw BackupException.environment("the server is gone");
          }
          sink.write("ten orders".getBytes(StandardCharsets.UTF_8));
        };
    setup.second.onCommit = () -> failSometimes(random);
    setup.first.onDelete = key -> failSometimes(random);
    boolean any = false;
    for (int night = 0; night < NIGHTS; night++) {
      int jump = random.nextInt(100) == 0 ? random.nextInt(-400, 400) : 0;
      Instant now = FIRST.plus(Duration.ofDays(night + jump));
      setup.clock = Clock.fixed(now, ZoneOffset.UTC);
      setup.backup();
      any |= backups(setup.first) > 0;

      assertThat(backups(setup.first) > 0).as("night %s", night).isEqualTo(any);
      assertWhole(setup.first);
      assertWhole(setup.second);
    }
    setup.first.onDelete = key -> {};
    setup.backup();
    assertThat(backups(setup.first)).isBetween(20L, 60L);
    assertThat(backups(setup.second)).isBetween(20L, 60L);
  }

  @Test
  void whateverRotsOrShrinksTheFloorIsNeverBroken() throws Exception {
    var random = new Random(5);
    var setup = new Setup(folder);
    setup.attempts = 1;
    setup.destinations = List.of("first", "second");
    setup.shrinkGuard = new ShrinkLimits(true, 50, 50, 50, 5, 1);
    setup.retention =
        new RetentionSettings(Optional.of(gfs()), Map.of(), Map.of(), DeleteLimit.DEFAULT);
    boolean waiting = false;
    int shrunken = 0;
    for (int night = 0; night < NIGHTS / 2; night++) {
      setup.driver.databases.put("orders", "o".repeat(random.nextInt(40) == 0 ? 4 : 40));
      int jump = random.nextInt(100) == 0 ? random.nextInt(-400, 400) : 0;
      setup.clock = Clock.fixed(FIRST.plus(Duration.ofDays(night + jump)), ZoneOffset.UTC);
      rot(setup.first, random);
      if (night > 0) {
        setup.facade().verify(VerifyOrder.all().sampling(new Sample(3, false)), r -> {});
      }
      long before = good(setup.first).size();
      Set<String> pinned = keys(setup.first);

      setup.backup();

      assertThat(good(setup.first).size())
          .as("good ones after night %s", night)
          .isGreaterThanOrEqualTo((int) Math.min(2, before));
      if (waiting) {
        assertThat(keys(setup.first)).as("night %s", night).containsAll(pinned);
      }
      Optional<Manifest> shrunk =
          manifests(setup.first).stream().filter(Manifest::shrunk).max(Newest.OLDEST_FIRST);
      waiting = shrunk.isPresent();
      if (waiting && random.nextInt(5) == 0) {
        setup.facade().acknowledge(shrunk.orElseThrow().id(), "seen");
        waiting = false;
        shrunken++;
      }
      assertWhole(setup.second);
    }
    assertThat(shrunken).isGreaterThan(2);
    assertThat(manifests(setup.first)).anyMatch(Manifest::damaged);
  }

  /** Now and then a disk loses something. */
  private static void rot(MemoryStorage storage, Random random) {
    List<String> artifacts =
        storage.objects.keySet().stream().filter(key -> key.endsWith(".rev")).toList();
    if (!artifacts.isEmpty() && random.nextInt(10) == 0) {
      storage.objects.put(artifacts.get(random.nextInt(artifacts.size())), new byte[] {1});
    }
  }

  private static Set<String> keys(MemoryStorage storage) {
    return Set.copyOf(storage.objects.keySet());
  }

  private static List<Manifest> good(MemoryStorage storage) throws IOException {
    return manifests(storage).stream().filter(Manifest::good).toList();
  }

  private static List<Manifest> manifests(MemoryStorage storage) throws IOException {
    var manifests = new ArrayList<Manifest>();
    for (Map.Entry<String, byte[]> object : storage.objects.entrySet()) {
      if (object.getKey().endsWith(ArtifactKeys.MANIFEST)) {
        manifests.add(ManifestJson.read(new ByteArrayInputStream(object.getValue())));
      }
    }
    return manifests;
  }

  private static void failSometimes(Random random) throws IOException {
    if (random.nextInt(10) == 0) {
      throw new IOException("not now");
    }
  }

  private static long backups(MemoryStorage storage) {
    return storage.objects.keySet().stream()
        .filter(key -> key.endsWith(ArtifactKeys.MANIFEST))
        .count();
  }

  private static void assertWhole(MemoryStorage storage) {
    storage.objects.keySet().stream()
        .filter(key -> key.endsWith(ArtifactKeys.MANIFEST))
        .map(key -> key.substring(0, key.length() - ArtifactKeys.MANIFEST.length()))
        .forEach(artifact -> assertThat(storage.objects).containsKey(artifact));
  }

  private static RetentionRules gfs() {
    return new RetentionRules(
        OptionalInt.of(3),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.of(7),
        OptionalInt.of(5),
        OptionalInt.of(12),
        OptionalInt.of(3),
        2);
  }
}
