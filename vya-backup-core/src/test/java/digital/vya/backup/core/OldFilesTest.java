package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.Evidence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OldFilesTest {

  private static final CleanupOrder FORCED = new CleanupOrder(Optional.empty(), false, true);
  private static final CleanupOrder DRY = new CleanupOrder(Optional.empty(), true, false);
  private static final CleanupOrder ALL = new CleanupOrder(Optional.empty(), false, false);

  @TempDir Path folder;
  private Setup setup = new Setup(Path.of(""));

  @BeforeEach
  void oneDatabase() {
    setup = new Setup(folder);
    setup.driver.databases.put("orders", "ten orders");
    setup.clock = Clock.fixed(Instant.parse("2026-02-01T00:30:00Z"), ZoneOffset.UTC);
  }

  @Test
  void onlyWholeNamesOfOlderProgramsAreOldFiles() throws InterruptedException {
    setup.retention = keepLast(1, OldFiles.Names.TIME_LAST);
    put(
        "old/orders_20260101_003000.sql.gz",
        "old/orders_20260102_003000.sql.gz",
        "old/orders_20260103_003000.sql.gz");
    Set<String> foreign =
        put(
            "old/orders.sql.gz",
            "old/orders_20260101.sql.gz",
            "old/orders_20261301_003000.sql.gz",
            "old/orders_20260101_003000.sql.gz.bak",
            "old/orders_20260101_003000.sql",
            "old/20260101_003000_orders.sql.gz",
            "old/deeper/orders_20260101_003000.sql.gz",
            "older/orders_20260101_003000.sql.gz",
            "orders_20260101_003000.sql.gz");

    CleanupResult dry = setup.facade().cleanup(DRY).get(0);

    assertThat(dry.count(CleanupResult.Fate.WOULD_GO)).isEqualTo(2);
    assertThat(dry.items()).allMatch(i -> i.evidence() == Evidence.STORED && i.id().isEmpty());
    assertThat(setup.facade().cleanup(FORCED).get(0).count(CleanupResult.Fate.DELETED))
        .isEqualTo(2);
    assertThat(keys()).containsAll(foreign).contains("old/orders_20260103_003000.sql.gz");
    assertThat(keys()).hasSize(foreign.size() + 1);
  }

  @Test
  void theLastIsNeverTakenAndAGoodBackupComesBeforeThem() throws InterruptedException {
    setup.retention = keepLast(1, OldFiles.Names.TIME_LAST);
    put("old/orders_20200101_003000.sql.gz");
    setup.facade().cleanup(FORCED);
    assertThat(keys()).hasSize(1);

    setup.backup();

    assertThat(keys())
        .as("two of a database may go")
        .hasSize(2)
        .noneMatch(k -> k.startsWith("old"));
  }

  @Test
  void whatBelongsToAFileGoesWithItAndBeforeIt() throws InterruptedException {
    setup.retention = keepLast(1, OldFiles.Names.TIME_LAST);
    put("old/orders_20260101_003000.sql.gz", "old/orders_20260101_003000_roles.sql.gz");
    setup.first.objects.put(
        "old/orders_20260101_003000.manifest.json", "{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    put("old/orders_20260102_003000.sql.gz", "old/orders_20260102_003000_roles.sql.gz");
    setup.first.onDelete =
        key -> {
          if (key.endsWith("3000.sql.gz")) {
            throw new IOException("killed");
          }
        };
    setup.facade().cleanup(ALL);
    assertThat(keys()).contains("old/orders_20260101_003000.sql.gz");
    setup.first.onDelete = key -> {};
    setup.facade().cleanup(ALL);

    assertThat(keys())
        .containsExactly(
            "old/orders_20260102_003000.sql.gz", "old/orders_20260102_003000_roles.sql.gz");
  }

  @Test
  void aBackupOfOursIsNoOldFileWhateverItIsCalled() throws InterruptedException {
    setup.retention = keepLast(1, OldFiles.Names.TIME_LAST);
    put("old/orders_20260101_003000.sql.gz", "old/orders_20260102_003000.sql.gz");
    setup.first.objects.put(
        "old/orders_20260101_003000.sql.gz.manifest.json",
        "{\"format\":7}".getBytes(StandardCharsets.UTF_8));
    setup.facade().cleanup(FORCED);
    assertThat(keys()).hasSize(3);
    setup.backup();
    put("old/orders_20260301_003000.sql.gz");
    setup.clock = Clock.offset(setup.clock, Duration.ofDays(60));

    assertThat(setup.facade().cleanup(FORCED).get(0).warnings())
        .anyMatch(w -> w.contains("1 old files of main are newer than the first backup"));
    assertThat(keys()).contains("old/orders_20260301_003000.sql.gz");
  }

  @Test
  void theDeleteLimitHoldsForThem() throws InterruptedException {
    setup.retention = keepLast(1, OldFiles.Names.TIME_LAST);
    for (int day = 10; day < 20; day++) {
      put("old/orders_202601" + day + "_003000.sql.gz");
    }

    assertThat(setup.facade().cleanup(ALL).get(0).refused()).contains("9 of 10");
    assertThat(keys()).hasSize(10);
  }

  @ParameterizedTest
  @CsvSource({
    "one time_last, other time_last, true",
    "one time_last, one time_last, true",
    "one time_first, other time_first, true",
    "one time_first, etc time_first, false",
    "one time_first, other dbms_first, false",
    "one time_last, etc time_last, true"
  })
  void noFileIsOfTwoInstances(String first, String second, boolean refused) throws IOException {
    String old =
        Stream.of(first.split(" "), second.split(" "))
            .map(e -> "{instance: %s, folder: old, names: %s}".formatted(e[0], e[1]))
            .collect(Collectors.joining(", "));
    String server = "dbms: postgresql, host: h, user: u, password: p";
    Path config =
        Files.writeString(
            folder.resolve("config.yaml"),
            """
            storages: [{id: local, type: local, path: /b, old_files: [%s]}]
            instances:
              - {id: one, %s}
              - {id: other, %s}
              - {id: etc, dbms: files, sets: [{name: etc, paths: [/etc]}]}
            """
                .formatted(old, server, server));
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
    ThrowingCallable reading =
        () ->
            ConfigReader.read(
                ConfigDocument.read(config), ConfigFakes.registry(), new Outside(Map.of(), true));

    if (refused) {
      assertThatThrownBy(reading)
          .hasMessageContaining("storages[0].old_files[1]: the same files are set")
          .hasMessageContaining("of instance one already");
    } else {
      assertThatCode(reading).doesNotThrowAnyException();
    }
  }

  @Test
  void theThreeFormsAreTold() {
    for (String name :
        List.of("20260113_155440_mysql_dns_db.zip", "20260113_155440_pgsql_a.sql.gz")) {
      assertThat(OldFiles.Names.TIME_FIRST.matches(name)).as(name).isTrue();
    }
    assertThat(OldFiles.Names.DBMS_FIRST.matches("mysql_a_b_20250116_143022.sql")).isTrue();
    assertThat(OldFiles.Names.DBMS_FIRST.matches("oracle_a_20250116_143022.sql")).isFalse();
    assertThat(OldFiles.Names.TIME_FIRST.matches("20260113_155440_mysql_a.txt")).isFalse();
  }

  private static RetentionSettings keepLast(int count, OldFiles.Names names) {
    OptionalInt none = OptionalInt.empty();
    var rules =
        new RetentionRules(
            OptionalInt.of(count), Optional.empty(), none, none, none, none, none, 1);
    return new RetentionSettings(Optional.of(rules), Map.of(), Map.of(), DeleteLimit.DEFAULT)
        .with(Map.of("first", List.of(new OldFiles("old", names, "main", new FakeDriver()))));
  }

  private Set<String> put(String... keys) {
    for (String key : keys) {
      setup.first.objects.put(key, new byte[] {1});
    }
    return Set.of(keys);
  }

  private Set<String> keys() {
    return new TreeSet<>(setup.first.objects.keySet());
  }
}
