package digital.vya.backup.it;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.it.Launcher.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Safe restores of a file set to its original place, by the packaged launcher. */
final class FilesRestoreIT {

  private static final int MANY = 3000;

  @TempDir Path folder;
  private Launcher launcher;
  private Path place;
  private String backedUp = "";
  private String changed = "";

  @BeforeEach
  void backUpAndChange() throws Exception {
    launcher = new Launcher(folder);
    place = Files.createDirectories(folder.resolve("place"));
    Files.createDirectory(folder.resolve("store"));
    Shell.pipe(
        """
        cd '%s'; mkdir -p site/css site/many; echo one > site/index.html; ln -s index.html site/home
        echo b > site/css/b; ln site/css/b site/again; chmod 640 site/css/b; chown 12:34 site/css/b
        echo shared > shared; for n in $(seq %d); do echo $n > site/many/$n; done
        touch -d '2001-02-03' site/css site/many site site/index.html
        """
            .formatted(place, MANY));
    Files.writeString(
        folder.resolve("config.json"),
        """
        {
          "run": {"state_dir": "%1$s/state"},
          "defaults": {"shrink_guard": {"enabled": false}},
          "storages": [{"id": "local", "type": "local", "path": "%1$s/store"}],
          "instances": [
            {"id": "www", "dbms": "files", "sets": {"site": {"include": ["%2$s/site"]}}}
          ]
        }
        """
            .formatted(folder, place));
    Result backup = launcher.run("backup", "--all", "-c", config());
    assertThat(backup.exitCode()).as("%s", backup).isZero();
    backedUp = content();
    Shell.pipe(
        """
        cd '%s'; echo two > site/index.html; rm site/home site/css/b; chmod 700 site/css
        echo no folder any more > x; rm -r site/many; mv x site/many; ln -s ../shared site/home
        """
            .formatted(place));
    changed = content();
  }

  private String config() {
    return folder.resolve("config.json").toString();
  }

  private String[] restore(String... more) {
    return Stream.concat(
            Stream.of("restore", "--latest", "--instance", "www", "--database", "site"),
            Stream.concat(Stream.of("-c", config()), Stream.of(more)))
        .toArray(String[]::new);
  }

  /** All there is but what is hidden beside it; the times of links are not kept to the end. */
  private String content() throws IOException, InterruptedException {
    return Shell.pipe(
        """
        cd '%s'; all="find . -mindepth 1 -name .*_vya_* -prune -o"; set -f
        $all -type f -print0 | sort -z | xargs -0 sha256sum
        $all -type d -printf '%%P %%m %%U %%G %%T@\\n' -o -type l -printf '%%P -> %%l\\n' \\
          -o -printf '%%P %%m %%U %%G %%T@ %%n\\n' | sort
        """
            .formatted(place));
  }

  private List<String> hidden() throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.contains("_vya_"))
          .toList();
    }
  }

  @Test
  void aSafeRestoreTakesTheOriginalPlaceAndCanBeUndone() throws Exception {
    Result restore = launcher.run(restore("--json"));
    assertThat(restore.exitCode()).as("%s", restore).isZero();
    assertThat(content()).isEqualTo(backedUp);
    assertThat(restore.json().path("compared").path("rows").asLong()).isGreaterThan(MANY);
    assertThat(restore.json().path("kept").asText()).startsWith(place + "/.site_vya_old_");
    assertThat(hidden()).hasSize(1);

    for (String expected : List.of(changed, backedUp, changed)) {
      Result undo = launcher.run("restore", "--undo", "-c", config());
      assertThat(undo.exitCode()).as("%s", undo).isZero();
      assertThat(content()).isEqualTo(expected);
      assertThat(hidden()).hasSize(1);
    }
    Result kept = launcher.run("restore", "--kept", "--json", "-c", config());
    String id = kept.json().path("kept").path(0).path("restore").asText();
    Result discard = launcher.run("restore", "--discard", id, "-c", config());
    assertThat(discard.exitCode()).as("%s", discard).isZero();
    assertThat(hidden()).isEmpty();
    assertThat(content()).isEqualTo(changed);
  }

  @Test
  void aSwapThatIsKilledIsPutInOrderByTheNextRun() throws Exception {
    Process process = launcher.start(restore());
    while (process.isAlive() && !hasBegun()) {
      Thread.onSpinWait();
    }
    process.destroyForcibly();
    Result killed = launcher.ended(process);
    assertThat(killed.exitCode()).as("%s", killed).isEqualTo(137);

    Result next = launcher.run("backup", "--all", "-c", config());
    assertThat(next.exitCode()).as("%s", next).isZero();
    assertThat(next.out()).contains("was cut off");
    boolean isComplete = next.out().contains("is complete now");
    assertThat(content()).as("%s", next).isEqualTo(isComplete ? backedUp : changed);
    assertThat(hidden()).hasSize(isComplete ? 1 : 0);
  }

  private boolean hasBegun() throws IOException {
    for (String name : hidden()) {
      if (Files.exists(place.resolve(name).resolve(".begun_vya_old_00000000"))) {
        return true;
      }
    }
    return false;
  }

  @Test
  void aFullDiskLeavesThePlaceAsItWas() throws Exception {
    Shell.pipe(
        """
        cd '%1$s'; cp -a . ../copy; mount -t tmpfs -o size=9m none '%1$s'; cp -a ../copy/. '%1$s'
        """
            .formatted(place));
    try {
      String before = content();
      Result restore = launcher.run(restore());
      assertThat(restore.exitCode()).as("%s", restore).isEqualTo(4);
      assertThat(restore.err()).contains("is full");
      assertThat(content()).isEqualTo(before);
      assertThat(hidden()).isEmpty();
    } finally {
      Shell.run("umount", place.toString());
    }
  }
}
