package digital.vya.backup.it;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.it.Launcher.Result;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores by the packaged launcher, on real servers, and what happens when they go wrong. */
final class RestoreIT {

  @TempDir Path folder;
  private Launcher launcher;
  private String database = "";

  @BeforeEach
  void unpack() throws Exception {
    launcher = new Launcher(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PostgreSQL 15", "PostgreSQL 18", "MariaDB 10.11", "MySQL 9.7", "SQLite"})
  void aSafeRestoreIsComparedSwappedInAndCanBeUndone(String engine) throws Exception {
    try (var opened = prepare(engine)) {
      String backedUp = opened.content();
      opened.change();
      String changed = opened.content();
      List<String> names = opened.names();

      Result restore = restore("--json");
      assertThat(restore.exitCode()).as("%s", restore).isZero();
      assertThat(opened.content()).isEqualTo(backedUp);
      assertThat(restore.json().path("compared").path("rows").asLong()).isGreaterThan(20_000);
      assertThat(restore.json().path("compared").path("differences")).isEmpty();
      assertThat(launcher.run("restore", "--kept", "-c", config()).out())
          .contains(restore.json().path("kept").asText());

      Result undo = launcher.run("restore", "--undo", "-c", config());
      assertThat(undo.exitCode()).as("%s", undo).isZero();
      assertThat(opened.content()).isEqualTo(changed);
      Result kept = launcher.run("restore", "--kept", "--json", "-c", config());
      Result discard =
          launcher.run(
              "restore",
              "--discard",
              kept.json().path("kept").path(0).path("restore").asText(),
              "-c",
              config());
      assertThat(discard.exitCode()).as("%s", discard).isZero();
      assertThat(opened.names()).isEqualTo(names);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PostgreSQL 15", "PostgreSQL 18", "MariaDB 10.11", "MySQL 9.7", "SQLite"})
  void aTestLeavesTheTargetAloneAndAFastRestoreReplacesItByForce(String engine) throws Exception {
    try (var opened = prepare(engine)) {
      String backedUp = opened.content();
      opened.change();
      String changed = opened.content();

      Result test = restore("--mode", "test", "--json");
      assertThat(test.exitCode()).as("%s", test).isZero();
      assertThat(opened.names()).contains(test.json().path("scratch").asText());
      assertThat(opened.content()).isEqualTo(changed);

      Result refused = restore("--mode", "fast");
      assertThat(refused.exitCode()).as("%s", refused).isEqualTo(2);
      assertThat(opened.content()).isEqualTo(changed);
      Result forced = restore("--mode", "fast", "--force");
      assertThat(forced.exitCode()).as("%s", forced).isZero();
      assertThat(opened.content()).isEqualTo(backedUp);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PostgreSQL 15", "PostgreSQL 18", "MariaDB 10.11", "MySQL 9.7", "SQLite"})
  void aDrillRaisesTheEvidenceToMatchedAndLeavesNothing(String engine) throws Exception {
    try (var opened = prepare(engine)) {
      List<String> names = opened.names();

      Result verify = launcher.run("verify", "--restore", "-c", config());

      assertThat(verify.exitCode()).as("%s", verify).isZero();
      assertThat(verify.out()).contains("matched");
      assertThat(opened.names()).isEqualTo(names);
      Result list = launcher.run("restore-list", "--json", "-c", config());
      assertThat(list.json().path("backups").path(0).path("evidence").asText())
          .isEqualTo("matched");
      assertThat(list.json().path("backups").path(0).path("recovery_seconds").asDouble())
          .isPositive();
      Result proven = restore("--evidence", "matched");
      assertThat(proven.exitCode()).as("%s", proven).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PostgreSQL 15", "PostgreSQL 18", "MariaDB 10.11", "MySQL 9.7", "SQLite"})
  void aDamagedArtifactLeavesTheTargetAsItWas(String engine) throws Exception {
    try (var opened = prepare(engine)) {
      opened.change();
      String changed = opened.content();
      List<String> names = opened.names();
      damage();

      for (String mode : List.of("safe", "fast", "test")) {
        Result restore = restore("--mode", mode, "--force");
        assertThat(restore.exitCode()).as("%s", restore).isEqualTo(6);
      }

      assertThat(opened.content()).isEqualTo(changed);
      assertThat(opened.names()).isEqualTo(names);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PostgreSQL 15", "PostgreSQL 18", "MariaDB 10.11", "MySQL 9.7", "SQLite"})
  void aRestoreThatIsKilledLeavesTheTargetAndTheNextRunPutsItInOrder(String engine)
      throws Exception {
    try (var opened = prepare(engine)) {
      opened.change();
      String changed = opened.content();
      List<String> names = opened.names();

      Process process = launcher.start(arguments("restore", "--latest"));
      while (process.isAlive() && !opened.isBeingRestored()) {
        Thread.onSpinWait();
      }
      process.destroyForcibly();
      Result killed = launcher.ended(process);

      assertThat(killed.exitCode()).as("%s", killed).isEqualTo(137);
      assertThat(opened.content()).isEqualTo(changed);
      Result next = launcher.run("backup", "--all", "-c", config());
      assertThat(next.exitCode()).as("%s", next).isZero();
      assertThat(next.out()).contains("was cut off");
      assertThat(opened.names()).isEqualTo(names);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PostgreSQL 15", "MySQL 9.7", "SQLite"})
  void aBackupOfAnotherEngineIsRefused(String engine) throws Exception {
    try (var opened = prepare(engine)) {
      String content = opened.content();
      Launcher.configuration(
          folder.resolve("other.json"),
          Files.readString(Path.of(config()))
              .replaceFirst(
                  "\"instances\": \\[",
                  "\"instances\": [{\"id\": \"files\", \"dbms\": \"files\","
                      + " \"sets\": {\"a\": {\"include\": [\"/etc/hostname\"]}}},"));

      Result restore =
          launcher.run(
              "restore",
              "--latest",
              "--instance",
              "main",
              "--database",
              opened.database(),
              "--into",
              "files",
              "-c",
              folder.resolve("other.json").toString());

      assertThat(restore.exitCode()).as("%s", restore).isEqualTo(2);
      assertThat(restore.err()).contains("but instance files is files");
      assertThat(opened.content()).isEqualTo(content);
    }
  }

  private RestoreSubject prepare(String engine) throws Exception {
    Files.createDirectory(folder.resolve("store"));
    RestoreSubject subject = RestoreSubject.of(engine, folder);
    database = subject.database();
    subject.make();
    Launcher.configuration(
        Path.of(config()),
        """
        {
          "run": {"state_dir": "%1$s/state"},
          "defaults": {"retry": {"attempts": 1}},
          "storages": [{"id": "local", "type": "local", "path": "%1$s/store"}],
          "instances": [{"id": "main", %2$s}]
        }
        """
            .formatted(folder, subject.settings()));
    Result backup = launcher.run("backup", "--all", "-c", config());
    assertThat(backup.exitCode()).as("%s", backup).isZero();
    return subject;
  }

  private String config() {
    return folder.resolve("config.json").toString();
  }

  private Result restore(String... more) throws IOException, InterruptedException {
    return launcher.run(
        Stream.concat(Stream.of(arguments("restore", "--latest")), Stream.of(more))
            .toArray(String[]::new));
  }

  private String[] arguments(String... first) {
    return Stream.concat(
            Stream.of(first),
            Stream.of("--instance", "main", "--database", database, "-c", config()))
        .toArray(String[]::new);
  }

  private void damage() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("store"))) {
      Path artifact = files.filter(f -> f.toString().endsWith(".zst")).findAny().orElseThrow();
      try (var channel = FileChannel.open(artifact, StandardOpenOption.WRITE)) {
        channel.truncate(channel.size() - 7);
      }
    }
  }
}
