package digital.vya.backup.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Swap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** File sets that are restored to their original place, and what stops that on the way. */
final class PlaceSwapTest {

  private static final String OTHER_ID = "4567abcd";

  @TempDir Path folder;
  private PlaceFixture set;

  @BeforeEach
  void makeSet() throws Exception {
    set = new PlaceFixture(folder);
  }

  /** What the shell says of the files that are in the backup, and of no others. */
  private String ofBackup() {
    return Shell.run(
        "cd \"$1\"; rm -rf site/mine site/css/mine site/css/mine-too outside;"
            + " touch -d '2001-01-01' site/css site",
        set.tree);
  }

  @Test
  void x4_theBackupTakesItsPlaceAndOtherFilesStay() throws Exception {
    set.change();
    set.restore();
    set.swapIn();

    assertThat(set.hidden()).containsExactly(".set_vya_old_0123abcd");
    assertThat(set.tree.resolve("site/mine")).hasContent("mine\n");
    assertThat(Shell.run("cat \"$1/outside/b\" \"$1/outside/m\"", set.tree))
        .isEqualTo("secret\nm\n");
    assertThat(Shell.run("stat -c '%a %u %g %y' \"$1/site/css\"", set.tree))
        .startsWith("700 0 0 2001-01-01 00:00:00");
    ofBackup();
    // A folder that only leads to an entry keeps its own time.
    Shell.run("touch -d @0 \"$1/other\" \"$1/other/x\" \"$1\"", set.tree);
    assertThat(withoutTimesOfParents(set.facts())).isEqualTo(withoutTimesOfParents(set.backedUp));
    assertThat(set.host.warnings).isEmpty();
  }

  /** Nor of links, of which the JDK sets less than there is. */
  private static String withoutTimesOfParents(String facts) {
    return facts
        .replaceAll("(\\|l\\|777\\|0\\|0\\|[0-9]+)\\.[0-9]+", "$1")
        .lines()
        .filter(line -> !line.matches("(other(/x)?|)\\|d\\|.*"))
        .reduce("", (a, b) -> a + b + "\n");
  }

  @Test
  void x4_whatWasThereComesBackAndGoesAgain() throws Exception {
    String before = set.change();
    set.restore();
    set.swapIn();
    String restored = set.facts();
    assertThat(restored).isNotEqualTo(before);

    var back =
        new Swap(set.beside("old", PlaceFixture.ID), "set", set.beside("old", OTHER_ID), false);
    set.driver.swap(set.config, back, set.host);
    assertThat(set.facts()).isEqualTo(before);
    assertThat(set.hidden()).containsExactly(".set_vya_old_4567abcd");

    var again = new Swap(back.kept(), "set", back.scratch(), false);
    set.driver.swap(set.config, again, set.host);
    assertThat(set.facts()).isEqualTo(restored);
    var backAgain = new Swap(again.kept(), "set", again.scratch(), false);
    set.driver.swap(set.config, backAgain, set.host);
    assertThat(set.facts()).isEqualTo(before);

    set.driver.drop(set.config, backAgain.kept(), set.host);
    assertThat(set.hidden()).isEmpty();
    assertThat(set.facts()).isEqualTo(before);
  }

  @Test
  void x4_whatWasMadeSinceStaysWhenTheRestoreIsUndone() throws Exception {
    String before = set.change();
    set.restore();
    set.swapIn();
    Path since = Files.writeString(set.tree.resolve("site/lost/since"), "since");

    var back =
        new Swap(set.beside("old", PlaceFixture.ID), "set", set.beside("old", OTHER_ID), false);
    set.driver.swap(set.config, back, set.host);

    assertThat(since).hasContent("since");
    Shell.run("rm -r \"$1/site/lost\"; touch -d '2012-12-12 12:12:12.5' \"$1/site\"", set.tree);
    assertThat(set.facts()).isEqualTo(before);
  }

  @Test
  void x1_aScratchCopyLeavesNoTraceInThePlace() throws Exception {
    Files.createDirectories(set.tree.resolve("site/deep"));
    String before = set.change();
    assertThat(set.driver.look(set.config, "set", set.host).fixed()).isEmpty();
    set.restore();
    assertThat(set.facts()).isEqualTo(before);
    set.driver.drop(set.config, set.beside("new", PlaceFixture.ID), set.host);
    assertThat(set.facts()).isEqualTo(before);
    assertThat(set.hidden()).isEmpty();
  }

  /** Every third change fails once, and all before it are taken back. */
  @Test
  void x2_aSwapThatFailsAnywhereIsTakenBack() throws Exception {
    String before = set.change();
    int steps = steps(set.swap(), before);
    for (int failing = 0; failing < steps; failing += 3) {
      set.restore();
      PlaceSwap swap = set.watched(set.swap(), failingAt(failing));
      assertThatThrownBy(swap::swap).hasMessage("step failed");
      assertThat(set.facts()).as("step %s of %s", failing, steps).isEqualTo(before);
      assertThat(set.hidden()).containsExactly(".set_vya_new_0123abcd");
      assertThat(set.driver.recover(set.config, set.swap(), set.host)).isFalse();
      set.driver.drop(set.config, set.swap().scratch(), set.host);
    }
    assertThat(steps).isGreaterThan(40);
  }

  /** As a kill leaves it: nothing is taken back by the one who swapped. The others of three. */
  @Test
  void x3_aSwapThatStopsAnywhereIsTakenBack() throws Exception {
    String before = set.change();
    int steps = steps(set.swap(), before);
    for (int last = 1; last < steps; last += 3) {
      set.restore();
      PlaceSwap swap = set.watched(set.swap(), stoppingAt(last));
      assertThatThrownBy(swap::swap).isInstanceOf(Stopped.class);
      // Taking it back stops half-way as well.
      PlaceSwap recovery = set.watched(set.swap(), stoppingAt(last / 2));
      try {
        assertThat(recovery.recover()).isFalse();
      } catch (Stopped e) {
        assertThat(set.hidden()).hasSize(2);
      }
      assertThat(set.driver.recover(set.config, set.swap(), set.host)).isFalse();
      assertThat(set.facts()).as("step %s of %s", last, steps).isEqualTo(before);
      assertThat(set.hidden()).containsExactly(".set_vya_new_0123abcd");
      set.driver.drop(set.config, set.swap().scratch(), set.host);
    }
  }

  @Test
  void x3_anUndoThatStopsAnywhereIsTakenBackAndCanBeDoneAgain() throws Exception {
    String before = set.change();
    set.restore();
    set.swapIn();
    String restored = set.facts();
    var back =
        new Swap(set.beside("old", PlaceFixture.ID), "set", set.beside("old", OTHER_ID), false);
    for (int last = 0; last < 40; last += 8) {
      PlaceSwap swap = set.watched(back, stoppingAt(last));
      assertThatThrownBy(swap::swap).isInstanceOf(Stopped.class);
      assertThat(set.driver.recover(set.config, back, set.host)).isFalse();
      assertThat(set.facts()).as("step %s", last).isEqualTo(restored);
    }
    set.driver.swap(set.config, back, set.host);
    assertThat(set.facts()).isEqualTo(before);
    assertThat(set.driver.recover(set.config, back, set.host)).isTrue();
    assertThat(set.facts()).isEqualTo(before);
  }

  /** How many changes a swap makes; it is undone again. */
  private int steps(Swap swap, String before) throws Exception {
    var steps = new ArrayList<String>();
    set.restore();
    set.watched(swap, steps::add).swap();
    var back = new Swap(swap.kept(), "set", set.beside("old", OTHER_ID), false);
    set.driver.swap(set.config, back, set.host);
    set.driver.drop(set.config, back.kept(), set.host);
    assertThat(set.facts()).isEqualTo(before);
    assertThat(steps).contains("link", "rename", "make", "dress");
    return steps.size();
  }

  private static final class Stopped extends Error {
    private static final long serialVersionUID = 1;
  }

  private static PlaceMoves.Watch stoppingAt(int last) {
    var done = new ArrayList<String>();
    return change -> {
      done.add(change);
      if (done.size() > last) {
        throw new Stopped();
      }
    };
  }

  private static PlaceMoves.Watch failingAt(int failing) {
    var done = new ArrayList<String>();
    return change -> {
      done.add(change);
      if (done.size() == failing + 1) {
        throw new IOException("step failed");
      }
    };
  }

  /** Each kill waits for a change to be due, so nothing depends on how fast it is. */
  @ParameterizedTest
  @ValueSource(ints = {0, 9, 21, 33, 45})
  void x3_aSwapThatIsKilledIsTakenBack(int step) throws Exception {
    String before = set.change();
    set.restore();
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PlaceSwapProbe.class.getName(),
                set.swap().scratch(),
                set.swap().kept(),
                Integer.toString(step))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.getInputStream().read()).isEqualTo('!');
    process.destroyForcibly();
    assertThat(process.waitFor()).isEqualTo(137);

    assertThat(set.driver.recover(set.config, set.swap(), set.host)).isFalse();
    assertThat(set.facts()).isEqualTo(before);
    set.swapIn();
    assertThat(set.driver.recover(set.config, set.swap(), set.host)).isTrue();
    assertThat(set.hidden()).containsExactly(".set_vya_old_0123abcd");
  }

  @Test
  void x3_whatAnotherProgramMadeMeanwhileIsNotLost() throws Exception {
    set.change();
    set.restore();
    PlaceSwap swap = set.watched(set.swap(), stoppingAt(25));
    assertThatThrownBy(swap::swap).isInstanceOf(Stopped.class);
    Path others = set.tree.resolve("site/lost");
    Files.createDirectories(others);
    Files.writeString(others.resolve("theirs"), "theirs");

    assertThat(set.driver.recover(set.config, set.swap(), set.host)).isFalse();
    assertThat(others.resolve("theirs")).hasContent("theirs");
  }

  @Test
  void x2_anImmutableFileStopsItAndAllIsTakenBack() throws Exception {
    String before = set.change();
    set.restore();
    Path stubborn = set.tree.resolve("site/link");
    Shell.run("chattr +i \"$1\"", stubborn);
    try {
      assertThatThrownBy(set::swapIn).isInstanceOf(IOException.class).hasMessageContaining("link");
    } finally {
      Shell.run("chattr -i \"$1\"", stubborn);
    }
    assertThat(set.facts()).isEqualTo(before);
    assertThat(set.hidden()).containsExactly(".set_vya_new_0123abcd");
  }

  @Test
  void x2_anotherFileSystemInThePlaceIsSeenBeforeAnythingIsMoved() throws Exception {
    set.change();
    Path mount = Files.createDirectories(set.tree.resolve("site/lost"));
    Shell.run("mount -t tmpfs -o size=1m none \"$1\"", mount);
    try {
      String before = set.facts();
      set.restore();
      assertThatThrownBy(set::swapIn)
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("is on another file system");
      assertThat(set.facts()).isEqualTo(before);
    } finally {
      Shell.run("umount \"$1\"", mount);
    }
  }

  @Test
  void aSetOnSeveralFileSystemsIsToldBeforeTheRestore() throws Exception {
    Path mount = Files.createDirectories(set.tree.resolve("elsewhere"));
    Shell.run("mount -t tmpfs -o size=1m none \"$1\"", mount);
    try {
      var config =
          new FilesConfig(
              java.util.Map.of(
                  "set",
                  new FileSet(List.of(set.tree + "/site", set.tree + "/elsewhere"), List.of())));
      assertThat(set.driver.look(config, "set", set.host).fixed())
          .contains("elsewhere is on another file system")
          .contains("make it a set of its own");
    } finally {
      Shell.run("umount \"$1\"", mount);
    }
  }

  @Test
  void x2_aLinkOnTheWayToThePlaceIsNotFollowed() throws Exception {
    Shell.run("cd \"$1/..\"; mv tree moved; ln -s moved tree", set.tree);
    String before = set.facts();
    set.restore();
    assertThatThrownBy(set::swapIn)
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("tree is in the way");
    assertThat(set.facts()).isEqualTo(before);
  }

  @Test
  void aPlaceThatIsGoneIsMade() throws Exception {
    Shell.run("rm -r \"$1\"", set.tree);
    assertThat(set.driver.look(set.config, "set", set.host).fixed()).isEmpty();
    set.restore();
    set.swapIn();
    assertThat(withoutTimesOfParents(set.facts())).isEqualTo(withoutTimesOfParents(set.backedUp));
  }

  @Test
  void x2_aFullDiskLeavesThePlaceAsItWas() throws Exception {
    Path mount = Files.createDirectory(folder.toRealPath().resolve("small"));
    Shell.run("mount -t tmpfs -o size=2m,nr_inodes=160 none \"$1\"", mount);
    try {
      var small = new PlaceFixture(mount);
      String before = small.change();
      var asked = new ArrayList<String>();
      boolean isFull = true;
      for (int files = 0; isFull; files += 4) {
        // Less and less room, so that it ends at each stage.
        assertThat(files).isLessThan(140);
        isFull = fits(small, 140 - files, before, asked);
      }
      assertThat(asked).contains("restore", "swap");
    } finally {
      Shell.run("umount \"$1\"", mount);
    }
  }

  /** Whether there was too little room with so many files taken; what failed is noted. */
  private static boolean fits(PlaceFixture set, int taken, String before, List<String> failed)
      throws Exception {
    Path filler = Files.createDirectories(set.tree.resolveSibling("filler"));
    Shell.run(
        "cd \"$1\"; for n in $(seq \"$2\"); do : 2> /dev/null > f$n || break; done 2> /dev/null",
        filler,
        taken);
    String step = "restore";
    try {
      set.restore();
      step = "swap";
      set.swapIn();
      return false;
    } catch (BackupException | IOException e) {
      failed.add(step);
    }
    Shell.run("rm -r \"$1\"", filler);
    assertThat(set.facts()).as(step).isEqualTo(before);
    set.driver.recover(set.config, set.swap(), set.host);
    set.driver.drop(set.config, set.swap().scratch(), set.host);
    assertThat(set.facts()).as(step).isEqualTo(before);
    assertThat(set.hidden()).isEmpty();
    return true;
  }
}
