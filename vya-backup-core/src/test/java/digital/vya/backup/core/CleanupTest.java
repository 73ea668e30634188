package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.BackupReport.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CleanupTest {

  private static final Instant FIRST = Instant.parse("2026-01-01T00:30:00Z");
  private static final CleanupOrder ALL = new CleanupOrder(Optional.empty(), false, false);
  private static final CleanupOrder FORCED = new CleanupOrder(Optional.empty(), false, true);
  private static final CleanupOrder DRY = new CleanupOrder(Optional.empty(), true, false);

  @TempDir Path folder;
  private Setup setup;

  @BeforeEach
  void oneDatabase() {
    setup = new Setup(folder);
    setup.driver.databases.put("orders", "ten orders");
  }

  @Test
  void everyNightTheOldestGoes() {
    setup.retention = last(7, DeleteLimit.DEFAULT);
    for (int night = 0; night < 20; night++) {
      assertThat(night(night).outcome()).isEqualTo(Outcome.COMPLETE);
      assertThat(artifacts()).hasSize(Math.min(night + 1, 7));
      assertPairs();
    }
    assertThat(artifacts().iterator().next()).contains("20260114_003000");
  }

  @Test
  void withoutRulesNothingGoes() throws InterruptedException {
    for (int night = 0; night < 5; night++) {
      night(night);
    }

    assertThat(artifacts()).hasSize(5);
    assertThat(setup.facade().cleanup(FORCED).get(0).count(CleanupResult.Fate.STAYS)).isEqualTo(5);
  }

  @Test
  void aRunThatFailsForADatabaseTakesNothingOfIt() {
    setup.retention = last(2, DeleteLimit.DEFAULT);
    setup.driver.databases.put("users", "five users");
    night(0);
    night(1);
    setup.driver.dump =
        (database, sink, host) -> {
          if (database.equals("orders")) {
            throw BackupException.environment("the server is gone");
          }
          sink.write(database.getBytes(StandardCharsets.UTF_8));
        };
    night(2);
    night(3);

    assertThat(artifacts())
        .filteredOn(key -> key.contains("/orders/"))
        .extracting(key -> key.substring(key.indexOf("/2026") + 1, key.indexOf("/2026") + 9))
        .containsExactly("20260101", "20260102");
    assertThat(artifacts()).filteredOn(key -> key.contains("/users/")).hasSize(2);
  }

  @Test
  void aBackupThatIsNotWholeTakesNobodysPlace() throws InterruptedException {
    setup.retention = last(1, DeleteLimit.DEFAULT);
    night(0);
    setup.driver.dump =
        (database, sink, host) -> {
          sink.write('x');
          host.omit("a file", "permission denied");
        };
    assertThat(night(1).outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(artifacts()).hasSize(2);
    assertThat(setup.facade().cleanup(ALL).get(0).count(CleanupResult.Fate.DELETED)).isZero();
  }

  @Test
  void anInterruptionNeverLeavesAManifestWithoutItsArtifact() throws InterruptedException {
    for (int steps = 0; steps < 4; steps++) {
      oneDatabase();
      night(0);
      night(1);
      setup.retention = last(1, DeleteLimit.DEFAULT);
      int[] left = {steps};
      setup.first.onDelete =
          key -> {
            if (left[0]-- == 0) {
              throw new IOException("killed");
            }
          };

      setup.facade().cleanup(ALL);
      assertThat(manifests()).as("after %s deletions", steps).isSubsetOf(expectedManifests());
      setup.first.onDelete = key -> {};
      setup.facade().cleanup(ALL);

      assertPairs();
      assertThat(artifacts()).as("after %s deletions", steps).hasSize(1);
    }
  }

  @Test
  void aStorageThatDeniesDeletesFailsNoRun() throws InterruptedException {
    setup.retention = last(1, DeleteLimit.DEFAULT);
    setup.first.onDelete =
        key -> {
          throw new IOException("access denied");
        };
    night(0);
    BackupReport report = night(1);

    assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(report.warnings())
        .anySatisfy(w -> assertThat(w).contains("1 old backups", "first", "access denied"));
    assertThat(artifacts()).hasSize(2);
    setup.first.onDelete = key -> {};
    setup.facade().cleanup(ALL);
    assertThat(artifacts()).hasSize(1);
    assertPairs();
  }

  @Test
  void credentialsThatCanOnlyAddKeepAllAndFailNothing() throws InterruptedException {
    setup.retention = last(1, DeleteLimit.DEFAULT);
    setup.first.onDelete =
        key -> {
          throw BackupException.configuration("access denied (AccessDenied)");
        };
    for (int night = 0; night < 7; night++) {
      BackupReport report = night(night);
      assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
      assertThat(report.warnings()).hasSizeLessThanOrEqualTo(2);
    }

    CleanupResult result = setup.facade().cleanup(FORCED).get(0);

    assertThat(artifacts()).hasSize(7);
    assertThat(manifests()).isEqualTo(expectedManifests());
    assertThat(result.count(CleanupResult.Fate.DENIED)).isEqualTo(6);
    assertThat(result.count(CleanupResult.Fate.FAILED)).isZero();
    assertThat(result.warnings())
        .anySatisfy(
            w ->
                assertThat(w)
                    .contains("6 backups that no rule keeps stay", "first", "access denied"))
        .anySatisfy(w -> assertThat(w).contains("notes of deletions stay"));
    setup.first.onDelete = key -> {};
    setup.facade().cleanup(FORCED);
    assertThat(artifacts()).hasSize(1);
    assertPairs();
  }

  @Test
  void whatIsNotOursIsNeverTouched() throws InterruptedException {
    for (int night = 0; night < 3; night++) {
      night(night);
    }
    String manifest = manifests().iterator().next();
    String text = new String(setup.first.objects.get(manifest), StandardCharsets.UTF_8);
    byte[] bytes = "x".getBytes(StandardCharsets.UTF_8);
    Map<String, byte[]> foreign =
        Map.of(
            "main/orders/20200101_000000_fake_orders.txt.rev", bytes,
            "main/orders/notes.txt", bytes,
            "main/orders/broken.manifest.json", bytes,
            "main/orders/x.deleting.json", bytes,
            "main/orders/other.rev", bytes,
            "main/orders/other.rev.manifest.json",
                text.replace("test-server", "other-server")
                    .replaceAll("main/orders/[^\"]*rev", "main/orders/other.rev")
                    .getBytes(StandardCharsets.UTF_8));
    setup.first.objects.putAll(foreign);
    setup.retention = last(1, DeleteLimit.DEFAULT);

    CleanupResult result = setup.facade().cleanup(FORCED).get(0);

    assertThat(result.count(CleanupResult.Fate.DELETED)).isEqualTo(2);
    assertThat(setup.first.objects).containsAllEntriesOf(foreign);
    assertThat(result.warnings())
        .anySatisfy(w -> assertThat(w).contains("broken.manifest.json is left alone"))
        .anySatisfy(w -> assertThat(w).contains("1 backups of the server other-server"));
  }

  @Test
  void aWrongClockOrAWrongRuleCannotEmptyAStore() throws InterruptedException {
    for (int night = 0; night < 10; night++) {
      night(night);
    }
    setup.retention = last(1, DeleteLimit.DEFAULT);

    assertThat(setup.facade().cleanup(ALL).get(0).refused())
        .contains("9 of 10 backups would go", "50%", "--force");
    assertThat(artifacts()).hasSize(10);
    setup.clock = Clock.fixed(FIRST, ZoneOffset.UTC);
    setup.retention = last(8, DeleteLimit.DEFAULT);
    assertThat(setup.facade().cleanup(ALL).get(0).warnings())
        .singleElement()
        .asString()
        .contains("8 backups are dated in the future and stay");
    assertThat(artifacts()).hasSize(10);
    setup.clock = Clock.fixed(FIRST.plus(Duration.ofDays(10)), ZoneOffset.UTC);
    setup.retention = last(1, DeleteLimit.DEFAULT);
    assertThat(setup.facade().cleanup(FORCED).get(0).refused()).isEmpty();
    assertThat(artifacts()).hasSize(1);
  }

  @Test
  void aStoreThatCannotBeListedTakesNothingFromARun() {
    setup.retention = last(1, DeleteLimit.DEFAULT);
    setup.first.onList =
        prefix -> {
          if (prefix.isEmpty()) {
            throw new UncheckedIOException(new IOException("a folder of somebody else"));
          }
        };
    BackupReport report = night(0);

    assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(report.warnings())
        .anySatisfy(
            w -> assertThat(w).contains("nothing was cleaned up in first", "somebody else"));
  }

  @Test
  void whatIsPinnedStaysUntilItIsNot() throws Exception {
    night(0);
    night(1);
    String old = setup.facade().backups(query(), line -> {}).get(1).manifest().id();
    setup.facade().pin(old, Optional.of("before the upgrade"));
    setup.retention = last(1, DeleteLimit.DEFAULT);

    assertThat(setup.facade().cleanup(ALL).get(0).items())
        .extracting(CleanupResult.Item::keptBy)
        .containsExactly(List.of("last", "floor"), List.of("pinned"));
    setup.facade().pin(old, Optional.empty());
    setup.facade().cleanup(ALL);
    assertThat(artifacts()).hasSize(1);
    assertThatThrownBy(() -> setup.facade().pin(old, Optional.empty()))
        .hasMessageContaining("there is no backup " + old);
  }

  @Test
  void aDryRunTellsAndTouchesNothing() throws Exception {
    night(0);
    night(1);
    setup.retention = last(1, DeleteLimit.DEFAULT);
    Map<String, byte[]> before = Map.copyOf(setup.first.objects);

    CleanupResult result = setup.facade().cleanup(DRY).get(0);

    assertThat(result.count(CleanupResult.Fate.WOULD_GO)).isEqualTo(1);
    assertThat(result.freedBytes()).isZero();
    assertThat(setup.first.objects).containsExactlyInAnyOrderEntriesOf(before);
  }

  @Test
  void anInstanceAndAStorageCanHaveRulesOfTheirOwn() throws InterruptedException {
    setup.destinations = List.of("first", "second");
    setup.retention =
        new RetentionSettings(
            Optional.of(rules(1)), Map.of(), Map.of("second", rules(3)), DeleteLimit.DEFAULT);
    for (int night = 0; night < 5; night++) {
      night(night);
    }

    assertThat(artifacts()).hasSize(1);
    assertThat(setup.second.objects).hasSize(6);
  }

  static RetentionSettings last(int count, DeleteLimit limit) {
    return new RetentionSettings(Optional.of(rules(count)), Map.of(), Map.of(), limit);
  }

  private static RetentionRules rules(int last) {
    OptionalInt none = OptionalInt.empty();
    return new RetentionRules(
        OptionalInt.of(last), Optional.empty(), none, none, none, none, none, 1);
  }

  private static BackupQuery query() {
    return new BackupQuery(Optional.empty(), Optional.empty(), 10);
  }

  private BackupReport night(int number) {
    setup.clock = Clock.fixed(FIRST.plus(Duration.ofDays(number)), ZoneOffset.UTC);
    return setup.backup();
  }

  private Set<String> artifacts() {
    return setup.first.objects.keySet().stream()
        .filter(key -> key.endsWith(".rev"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> manifests() {
    return setup.first.objects.keySet().stream()
        .filter(key -> key.endsWith(".manifest.json"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> expectedManifests() {
    return artifacts().stream().map(key -> key + ".manifest.json").collect(Collectors.toSet());
  }

  private void assertPairs() {
    assertThat(manifests()).isEqualTo(expectedManifests());
    assertThat(setup.first.objects.keySet()).noneMatch(key -> key.endsWith(".deleting.json"));
  }
}
