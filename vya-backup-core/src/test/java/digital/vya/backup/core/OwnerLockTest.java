package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What processes see of each other's locks; the others are real ones. */
final class OwnerLockTest {

  @TempDir Path folder;

  /** Another process that owns a restore, until it is killed. */
  private static final class Other implements AutoCloseable {

    private final Process process;
    private final String token;

    private Other(Path folder) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin/java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Holding.class.getName(),
                  folder.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      token =
          new BufferedReader(
                  new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  /** What the other process does. */
  static final class Holding {

    private Holding() {}

    public static void main(String[] arguments) throws IOException {
      OwnerLock.hold(Path.of(arguments[0]));
      System.out.println(OwnerLock.SELF);
      System.in.read();
    }
  }

  @Test
  void anotherProcessIsAliveUntilItIsKilledAndWhatItLeftIsSwept() throws Exception {
    String token;
    try (var other = new Other(folder)) {
      token = other.token;
      assertThat(OwnerLock.isAlive(folder, token)).isTrue();
      OwnerLock.hold(folder);
      // Neither asking nor sweeping takes the lock away.
      assertThat(OwnerLock.isAlive(folder, token)).isTrue();
    }
    assertThat(OwnerLock.isAlive(folder, token)).isFalse();
    try (var later = new Other(folder)) {
      assertThat(OwnerLock.isAlive(folder, later.token)).isTrue();
      assertThat(files())
          .containsExactlyInAnyOrder(OwnerLock.SELF + ".owner", later.token + ".owner");
    }
  }

  @Test
  void whoWasNeverThereIsNotAlive() throws Exception {
    assertThat(OwnerLock.isAlive(folder, "00000000-0000-0000-0000-000000000000")).isFalse();
    assertThat(OwnerLock.isAlive(folder.resolve("none"), "x")).isFalse();
  }

  @Test
  void aJournalTellsWhetherTheOwnerOfARestoreLives() throws Exception {
    var journal = new RestoreJournal(folder);
    try (var other = new Other(folder.resolve("owners"))) {
      journal.put(record("aaaaaaaa", new RestoreRecord.Owner(other.token, true)));
      journal.put(record("bbbbbbbb", RestoreRecord.Owner.self()));
      journal.put(record("cccccccc", RestoreRecord.Owner.NOBODY));
      journal.put(record("dddddddd", new RestoreRecord.Owner("../../x", true)));

      assertThat(journal.all())
          .extracting(r -> r.id().charAt(0) + " " + r.owner().isAlive())
          .containsExactlyInAnyOrder("a true", "b true", "c false", "d false");
    }
    assertThat(journal.all())
        .filteredOn(r -> r.owner().isAlive())
        .extracting(RestoreRecord::id)
        .containsExactly("bbbbbbbb");
  }

  @Test
  void aRunThatFindsTheLockOfItsOwnProcessLeavesItWhereItIs() throws Exception {
    try (var lock = RunLock.take(folder, "main", Instant.EPOCH)) {
      for (int time = 0; time < 2; time++) {
        assertThatThrownBy(() -> RunLock.take(folder, "main", Instant.now()))
            .isInstanceOf(BackupException.class)
            .hasMessageContaining("since 1970-01-01T00:00:00Z");
      }
      String inode = Files.getAttribute(folder.resolve("main.lock"), "unix:ino").toString();
      assertThat(Files.readString(Path.of("/proc/locks"))).contains(":" + inode + " ");
    }
    RunLock.take(folder, "main", Instant.EPOCH).close();
  }

  private static RestoreRecord record(String id, RestoreRecord.Owner owner) {
    return new RestoreRecord(
        id, "i", "t", "s", "k", RestoreRecord.Stage.RESTORING, false, "", Instant.EPOCH, owner);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }
}
