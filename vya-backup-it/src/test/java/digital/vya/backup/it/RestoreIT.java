package digital.vya.backup.it;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.it.Launcher.Result;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores by the packaged launcher, on real servers, and what happens when they go wrong. */
final class RestoreIT {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"PostgreSQL 15", "PostgreSQL 18", "MariaDB 10.11", "MySQL 9.7", "SQLite"})
  void aSafeRestoreIsComparedSwappedInAndCanBeUndone(String engine) throws Exception {
    try (var opened = RestoreSubject.of(engine, folder)) {
      var place = RestorePlace.backedUp(folder, opened);
      String backedUp = opened.content();
      opened.change();
      String changed = opened.content();
      List<String> names = opened.names();

      Result restore = place.restore("--json");
      assertThat(restore.exitCode()).as("%s", restore).isZero();
      assertThat(opened.content()).isEqualTo(backedUp);
      assertThat(restore.json().path("compared").path("rows").asLong()).isGreaterThan(20_000);
      assertThat(restore.json().path("compared").path("differences")).isEmpty();
      assertThat(place.run("restore", "--kept").out())
          .contains(restore.json().path("kept").asText());

      Result undo = place.run("restore", "--undo");
      assertThat(undo.exitCode()).as("%s", undo).isZero();
      assertThat(opened.content()).isEqualTo(changed);
      Result kept = place.run("restore", "--kept", "--json");
      Result discard =
          place.run(
              "restore", "--discard", kept.json().path("kept").path(0).path("restore").asText());
      assertThat(discard.exitCode()).as("%s", discard).isZero();
      assertThat(opened.names()).isEqualTo(names);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PostgreSQL 15", "PostgreSQL 18", "MariaDB 10.11", "MySQL 9.7", "SQLite"})
  void aTestLeavesTheTargetAloneAndAFastRestoreReplacesItByForce(String engine) throws Exception {
    try (var opened = RestoreSubject.of(engine, folder)) {
      var place = RestorePlace.backedUp(folder, opened);
      String backedUp = opened.content();
      opened.change();
      String changed = opened.content();

      Result test = place.restore("--mode", "test", "--json");
      assertThat(test.exitCode()).as("%s", test).isZero();
      assertThat(opened.names()).contains(test.json().path("scratch").asText());
      assertThat(opened.content()).isEqualTo(changed);

      Result refused = place.restore("--mode", "fast");
      assertThat(refused.exitCode()).as("%s", refused).isEqualTo(2);
      assertThat(opened.content()).isEqualTo(changed);
      Result forced = place.restore("--mode", "fast", "--force");
      assertThat(forced.exitCode()).as("%s", forced).isZero();
      assertThat(opened.content()).isEqualTo(backedUp);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PostgreSQL 15", "PostgreSQL 18", "MariaDB 10.11", "MySQL 9.7", "SQLite"})
  void aDrillRaisesTheEvidenceToMatchedAndLeavesNothing(String engine) throws Exception {
    try (var opened = RestoreSubject.of(engine, folder)) {
      var place = RestorePlace.backedUp(folder, opened);
      List<String> names = opened.names();

      Result verify = place.run("verify", "--restore");

      assertThat(verify.exitCode()).as("%s", verify).isZero();
      assertThat(verify.out()).contains("matched");
      assertThat(opened.names()).isEqualTo(names);
      Result list = place.run("restore-list", "--json");
      assertThat(list.json().path("backups").path(0).path("evidence").asText())
          .isEqualTo("matched");
      assertThat(list.json().path("backups").path(0).path("recovery_seconds").asDouble())
          .isPositive();
      Result proven = place.restore("--evidence", "matched");
      assertThat(proven.exitCode()).as("%s", proven).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PostgreSQL 15", "PostgreSQL 18", "MariaDB 10.11", "MySQL 9.7", "SQLite"})
  void aDamagedArtifactLeavesTheTargetAsItWas(String engine) throws Exception {
    try (var opened = RestoreSubject.of(engine, folder)) {
      var place = RestorePlace.backedUp(folder, opened);
      opened.change();
      String changed = opened.content();
      List<String> names = opened.names();
      damage(place);

      for (String mode : List.of("safe", "fast", "test")) {
        Result restore = place.restore("--mode", mode, "--force");
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
    try (var opened = RestoreSubject.of(engine, folder)) {
      var place = RestorePlace.backedUp(folder, opened);
      opened.change();
      String changed = opened.content();
      List<String> names = opened.names();

      Process process = place.launcher().start(place.latest());
      while (process.isAlive() && !opened.isBeingRestored()) {
        Thread.onSpinWait();
      }
      process.destroyForcibly();
      Result killed = place.launcher().ended(process);

      assertThat(killed.exitCode()).as("%s", killed).isEqualTo(137);
      assertThat(opened.content()).isEqualTo(changed);
      Result next = place.run("backup", "--all");
      assertThat(next.exitCode()).as("%s", next).isZero();
      assertThat(next.out()).contains("was cut off");
      assertThat(opened.names()).isEqualTo(names);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PostgreSQL 15", "MySQL 9.7", "SQLite"})
  void aBackupOfAnotherEngineIsRefused(String engine) throws Exception {
    try (var opened = RestoreSubject.of(engine, folder)) {
      var place = RestorePlace.backedUp(folder, opened);
      String content = opened.content();
      Launcher.configuration(
          folder.resolve("other.json"),
          Files.readString(Path.of(place.config()))
              .replaceFirst(
                  "\"instances\": \\[",
                  "\"instances\": [{\"id\": \"files\", \"dbms\": \"files\","
                      + " \"sets\": {\"a\": {\"include\": [\"/etc/hostname\"]}}},"));

      Result restore =
          place
              .launcher()
              .run(
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

  private static void damage(RestorePlace place) throws IOException {
    try (var channel = FileChannel.open(place.artifact(), StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 7);
    }
  }
}
