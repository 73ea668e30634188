package digital.vya.backup.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import digital.vya.backup.it.Launcher.Result;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of two folders, one of them on a disk that is full. */
final class ManyDestinationsIT {

  @TempDir Path folder;
  private Launcher launcher;
  private TinyDisk disk;
  private Path config;

  @BeforeEach
  void aDatabaseOfThreeMegabytesAndADiskOfFour() throws Exception {
    launcher = new Launcher(Files.createDirectory(folder.resolve("launcher")));
    Files.createDirectory(folder.resolve("store"));
    disk = TinyDisk.on(Files.createDirectory(folder.resolve("tiny")), 4);
    Path data = Files.createDirectory(folder.resolve("data"));
    Shell.run(
        "sqlite3",
        data.resolve("app.db").toString(),
        "create table t(a blob); with recursive n(i) as (select 1 union all select i + 1 from n"
            + " where i < 48) insert into t select randomblob(65536) from n;");
    configure(true);
  }

  @AfterEach
  void unmount() throws Exception {
    disk.close();
  }

  private void configure(boolean required) throws IOException {
    config =
        Launcher.configuration(
            folder.resolve("config.json"),
            """
            {
              "run": {"state_dir": "%1$s/state"},
              "defaults": {"retry": {"attempts": 1}},
              "storages": [
                {"id": "local", "type": "local", "path": "%1$s/store"},
                {"id": "tiny", "type": "local", "path": "%1$s/tiny", "min_free_bytes": 0,
                 "required": %2$s, "bandwidth": "500MB",
                 "retry": {"attempts": 2, "pause": "1ms", "max_pause": "2ms"}}],
              "instances": [{"id": "app", "dbms": "sqlite", "path": "%1$s/data"}]
            }
            """
                .formatted(folder, required));
  }

  private Result run(String... arguments) throws Exception {
    var all = new ArrayList<>(List.of(arguments));
    all.add("--config");
    all.add(config.toString());
    return launcher.run(all.toArray(String[]::new));
  }

  @Test
  void aFullDiskHarmsOnlyItselfAndIsCopiedToOnceThereIsRoom() throws Exception {
    try (AutoCloseable full = disk.filledBut(1 << 20)) {
      Result partial = run("backup", "--all", "--json");
      assertThat(partial).as("%s", partial).extracting(Result::exitCode).isEqualTo(3);
      JsonNode copies = partial.json().path("artifacts").path(0).path("copies");
      assertThat(copies.path(0).path("problem").asText()).isEmpty();
      assertThat(copies.path(1).path("problem").asText()).contains("tiny", "full");
      assertThat(objects("tiny")).isEmpty();

      configure(false);
      Result complete = run("backup", "--all");
      assertThat(complete).as("%s", complete).extracting(Result::exitCode).isEqualTo(0);
      assertThat(complete.out())
          .contains("COMPLETE", "warning: not in tiny, which is not required");
      Result failed = run("copy", "--from", "local", "--to", "tiny", "--latest");
      assertThat(failed).as("%s", failed).extracting(Result::exitCode).isEqualTo(4);
      assertThat(failed.out()).contains("FAILED", "0 copied, 0 were there, 1 failed");
      assertThat(objects("tiny")).isEmpty();
    }

    Result told = run("copy", "--from", "local", "--to", "tiny", "--latest", "--dry-run");
    assertThat(told.out()).contains("would copy", "1 would be copied");
    Result copied = run("copy", "--from", "local", "--to", "tiny", "--latest", "--json");
    assertThat(copied).as("%s", copied).extracting(Result::exitCode).isEqualTo(0);
    assertThat(copied.json().path("copied").asInt()).isEqualTo(1);
    assertThat(objects("tiny")).hasSize(2).allMatch(objects("store")::contains);
    Result again = run("copy", "--from", "local", "--to", "tiny", "--latest");
    assertThat(again.out()).contains("is there", "0 copied, 1 were there, 0 failed");
    assertThat(run("verify", "--all").exitCode()).isZero();
  }

  @Test
  void whatIsDamagedIsNotCopied() throws Exception {
    assertThat(run("backup", "--all").exitCode()).isZero();
    Shell.run("sh", "-c", "rm -r '" + folder + "'/tiny/*");
    Path artifact =
        folder
            .resolve("store")
            .resolve(objects("store").stream().sorted().findFirst().orElseThrow());
    try (var file = new RandomAccessFile(artifact.toFile(), "rw")) {
      file.seek(file.length() / 2);
      int there = file.read();
      file.seek(file.length() / 2);
      file.write(there ^ 1);
    }

    Result refused = run("copy", "--from", "local", "--to", "tiny", "--missing");

    assertThat(refused).as("%s", refused).extracting(Result::exitCode).isEqualTo(6);
    assertThat(refused.out()).contains("FAILED", "another SHA-256");
    assertThat(objects("tiny")).isEmpty();
    Result all = run("copy", "--from", "local", "--to", "tiny");
    assertThat(all.exitCode()).isEqualTo(2);
    assertThat(all.err()).contains("say what to copy: --missing");
  }

  private List<String> objects(String store) throws IOException {
    Path root = folder.resolve(store);
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .filter(name -> !name.startsWith(".") && !name.startsWith("@") && !name.equals("filler"))
          .toList();
    }
  }
}
