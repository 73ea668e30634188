package digital.vya.backup.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.Swap;
import digital.vya.backup.api.TableFingerprint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fingerprints of files, and folders that take the place of others. */
final class FilesSafeRestoreTest {

  private static final String TREE =
      """
      cd "$1"; umask 022; mkdir -p site/css/deep/deeper/deepest site/empty other/x none
      echo a > site/a; echo b > site/css/b; echo c > site/css/deep/deeper/deepest/c; : > site/zero
      printf y > site/$'latin\\xe9 ção'; head -c 700000 /dev/urandom > other/x/big
      ln -s a site/link; ln site/a other/x/again; chown 1234:4321 site/css/b; chmod 4750 site/css/b; chmod 700 site/css
      touch -d '2019-12-31 23:59:59.123456789' site/a
      touch -d '2001-01-01' site/empty site/css; touch -d '1960-01-01 00:00:00.5' site/zero
      """;

  private static final String FACTS =
      "cd \"$1\"; find . -type f -print0 | sort -z | xargs -0r sha256sum -z | tr '\\0' '\\n';"
          + "find . -printf '%P|%y|%m|%U|%G|%T@|%l|%n\\0' | sort -z | tr '\\0' '\\n'";

  private final FilesDriver driver = new FilesDriver();
  private final Told host = new Told();
  @TempDir Path folder;
  private Path tree;
  private String target;
  private FilesConfig config;

  @BeforeEach
  void folders() throws IOException {
    tree = Files.createDirectory(folder.toRealPath().resolve("tree"));
    target = folder.toRealPath().resolve("tar get").toString();
    Shell.run(TREE, tree);
    config =
        new FilesConfig(
            Map.of(
                "set", new FileSet(List.of(tree + "/site", tree + "/other/*/*"), List.of("*.no"))));
  }

  private String beside(String role) {
    return driver.beside(config, target, role, "0123abcd");
  }

  private Swap swap() {
    return new Swap(beside("new"), target, beside("old"), false);
  }

  private Map<String, TableFingerprint> fingerprints(String name) throws Exception {
    var told = new TreeMap<String, TableFingerprint>();
    driver.dump(
        config,
        new DumpRequest(name),
        OutputStream.nullOutputStream(),
        table -> assertThat(told.put(table.table(), table)).isNull(),
        host);
    return told;
  }

  private byte[] dump() throws Exception {
    var sink = new ByteArrayOutputStream();
    driver.dump(config, new DumpRequest("set"), sink, host);
    return sink.toByteArray();
  }

  private void restore(String where) throws Exception {
    var into = new RestoreRequest("set", Optional.of(where), false, Map.of());
    driver.restore(config, into, new ByteArrayInputStream(dump()), host);
  }

  private static String facts(Object folder) {
    return Shell.run(FACTS, folder);
  }

  private String makeTarget() {
    Shell.run(
        "mkdir -p \"$1/sub\"; echo mine > \"$1/sub/mine\"; chown -R 77:78 \"$1\"; chmod 2750 \"$1\"",
        target);
    return facts(target);
  }

  @Test
  void f1_everyEntryIsInOneGroup() throws Exception {
    var told = fingerprints("set");
    String top = tree.toString();
    long rows = told.values().stream().mapToLong(TableFingerprint::rows).sum();

    // The temporary folder has two or more names, and a group at most four.
    assertThat(told.keySet())
        .allMatch(name -> name.equals("(owners)") || top.startsWith(name) || name.startsWith(top));
    // a, zero, latin, link, empty, b, c; big, and one hard link among the owners' rows.
    assertThat(rows - Objects.requireNonNull(told.get("(owners)")).rows()).isEqualTo(9);
    assertThat(Objects.requireNonNull(told.get("(owners)")).rows()).isEqualTo(8);
  }

  @Test
  void f1_theDumpIsTheSame() throws Exception {
    var sink = new ByteArrayOutputStream();
    driver.dump(config, new DumpRequest("set"), sink, table -> {}, host);
    assertThat(sink.toByteArray()).isEqualTo(dump());
  }

  @Test
  void f2_aRestoredCopyGivesTheSame() throws Exception {
    restore(beside("new"));
    assertThat(fingerprints(beside("new"))).isEqualTo(fingerprints("set"));
    assertThat(host.omitted).isEmpty();
    assertThat(host.warnings).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo x > site/a; touch -d '2019-12-31 23:59:59' site/a",
        "rm site/zero",
        "echo > site/further",
        "mv site/css/b site/css/bb",
        "chmod 600 site/css/b",
        "chmod 700 site/empty",
        "touch -d 2020-01-01 site/css/b",
        "ln -sf b site/link",
        "rm other/x/again; cp -p site/a other/x/again",
        "rmdir site/empty",
        "chmod 0750 site/css/b",
        "chown 1:4321 site/css/b",
        "printf z | dd of=other/x/big bs=1 seek=600000 conv=notrunc status=none"
      })
  void f2_aChangeIsSeen(String change) throws Exception {
    restore(beside("new"));
    Path copy = Path.of(beside("new") + tree);
    Shell.run("cd \"$1\"; eval \"$2\"", copy, change);
    if (change.contains("dd of")) {
      Shell.run("touch -r \"$1/other/x/big\" \"$2/other/x/big\"", tree, copy);
    }
    var changed = fingerprints(beside("new"));
    var before = fingerprints("set");

    assertThat(changed).isNotEqualTo(before);
    boolean isOwners = change.contains("chown") || change.contains("0750");
    before.remove("(owners)");
    changed.remove("(owners)");
    assertThat(changed.equals(before)).isEqualTo(isOwners);
  }

  @Test
  void f3_manyFoldersMakeAThousandGroups() {
    var hashes = new EntryHashes(false);
    var owner = new TarEntry.Owner(0, 0, "", "");
    for (int n = 0; n < 3000; n++) {
      hashes.entry(
          new TarEntry(
              "f" + (10000 + n) + "/x",
              TarEntry.FILE,
              "",
              0,
              owner,
              0644,
              java.time.Instant.EPOCH));
    }
    var told = new TreeMap<String, TableFingerprint>();
    hashes.tell(table -> told.put(table.table(), table));
    assertThat(told).hasSize(EntryHashes.GROUPS + 1);
    assertThat(Objects.requireNonNull(told.get(EntryHashes.OTHER)).rows()).isEqualTo(2000);
    assertThat(told).doesNotContainKey(EntryHashes.OWNERS).containsKey("/f10000");
  }

  @Test
  void x4_whatWasThereComesBack() throws Exception {
    String before = makeTarget();
    restore(beside("new"));
    String copy = facts(beside("new") + tree);
    assertThat(Shell.run("stat -c %a \"$1\"", beside("new"))).isEqualToIgnoringNewLines("700");
    driver.swap(config, swap(), host);

    assertThat(facts(target + tree)).isEqualTo(copy);
    assertThat(Shell.run("stat -c %a:%u:%g \"$1\"", target))
        .isEqualToIgnoringNewLines("2750:77:78");
    assertThat(facts(beside("old"))).isEqualTo(before);

    String older = driver.beside(config, target, "old", "ffffffff");
    driver.swap(config, new Swap(beside("old"), target, older, false), host);
    assertThat(facts(target)).isEqualTo(before);
    driver.drop(config, older, host);
    driver.drop(config, older, host);
    assertThat(Files.exists(Path.of(older))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void x3_aSwapThatIsKilledIsBroughtToOneOfItsEnds(boolean isThere) throws Exception {
    for (int done = 0; done <= 3; done++) {
      String before = isThere ? makeTarget() : "";
      restore(beside("new"));
      var folders = new FolderSwap(Path.of(beside("new")), Path.of(target), Path.of(beside("old")));
      for (int step = 0; step < done; step++) {
        folders.steps().get(step).run();
      }
      boolean isNew = driver.recover(config, swap(), host);
      assertThat(driver.recover(config, swap(), host)).isEqualTo(isNew);
      assertThat(isNew).isEqualTo(done == 3);
      assertThat(Files.exists(Path.of(target))).isEqualTo(isThere || isNew);
      if (isNew) {
        assertThat(Files.exists(Path.of(target + tree))).isTrue();
      } else if (isThere) {
        assertThat(facts(target)).isEqualTo(before);
      }
      folders.undo();
      for (String name : List.of(beside("new"), beside("old"))) {
        driver.drop(config, name, host);
      }
      Shell.run("rm -rf \"$1\"", target);
    }
  }

  @Test
  void x2_aSwapThatCannotBeDoneLeavesEverything() throws Exception {
    String before = makeTarget();
    assertThatThrownBy(() -> driver.swap(config, swap(), host))
        .hasMessageContaining("there is no folder");
    restore(beside("new"));
    Files.createDirectory(Path.of(beside("old")));
    assertThatThrownBy(() -> driver.swap(config, swap(), host))
        .hasMessageContaining("exists already");
    Files.delete(Path.of(beside("old")));
    assertThat(facts(target)).isEqualTo(before);
    assertThat(driver.recover(config, new Swap(beside("new"), "set", beside("old"), true), host))
        .isFalse();
  }

  @Test
  void x1_lookingChangesNothing() throws Exception {
    assertThat(driver.look(config, target, host).exists()).isFalse();
    String before = makeTarget();
    var state = driver.look(config, target, host);
    assertThat(state.exists() && state.holdsAnything()).isTrue();
    assertThat(state.free().orElse(0)).isPositive();
    assertThat(driver.look(config, target + "/not/made yet", host).exists()).isFalse();
    assertThat(facts(target)).isEqualTo(before);
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of(target));
    assertThatThrownBy(() -> driver.look(config, link.toString(), host))
        .hasMessageContaining("is a link to " + target);
    assertThatThrownBy(() -> driver.look(config, "/proc", host))
        .hasMessageContaining("is a mounted file system");
    assertThatThrownBy(() -> driver.look(config, "/", host))
        .hasMessageContaining("is a mounted file system");
    assertThatThrownBy(() -> driver.look(config, tree + "/site/a", host))
        .hasMessageContaining("is not a folder");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/etc",
        "/srv/_vya_new_0123abcd",
        ".x_vya_new_0123abcd",
        "/x/../.x_vya_new_0123abcd",
        "/tmp/.x_vya_new_0123abcd/..",
        "/tmp/.x_vya_new_0123abcd/y",
        ""
      })
  void x5_whatIsNoScratchFolderIsNotDropped(String name) {
    assertThatThrownBy(() -> driver.drop(config, name, host))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("is not the path of a scratch folder");
  }

  @Test
  void x5_droppingFollowsNoLinkAndMindsNoPermission() throws Exception {
    String before = facts(tree);
    String scratch = beside("new");
    restore(scratch);
    Shell.run(
        "ln -s \"$2\" \"$1/way\"; mkdir -m 555 \"$1/closed\"; : > \"$1/closed/x\"", scratch, tree);
    driver.drop(config, scratch, host);
    assertThat(Path.of(scratch)).doesNotExist();
    assertThat(facts(tree)).isEqualTo(before);
  }

  @Test
  void theOriginalPlaceCanBeTried() throws Exception {
    String scratch = driver.beside(config, "set", "new", "0123abcd");
    assertThat(scratch).isEqualTo(tree + "/.set_vya_new_0123abcd");
    assertThat(driver.look(config, "set", host).holdsAnything()).isTrue();
    var before = fingerprints("set");
    restore(scratch);
    assertThat(fingerprints(scratch)).isEqualTo(before);
    driver.drop(config, scratch, host);
  }

  @Test
  void scratchAndKeptFoldersAreNotBackedUp() throws Exception {
    byte[] before = dump();
    Files.createDirectories(tree.resolve("site/.x_vya_old_0123abcd/y"));
    Files.createDirectories(tree.resolve("other/.x_vya_new_0123abcd/y"));
    Shell.run("touch -d '2001-01-01' \"$1/site\"", tree);
    var names = Shell.run("tar -tf - < \"$1\"", Files.write(folder.resolve("t"), dump()));
    assertThat(names).doesNotContain("vya_old").doesNotContain("vya_new");
    assertThat(before).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b'c\"d", "ção 日本", "-dash", "new\nline"})
  void namesAreAllowedAndAlwaysTheSame(String name) throws Exception {
    for (String each : List.of(name, "ç".repeat(127))) {
      target = folder.toRealPath() + "/" + each;
      restore(beside("new"));
      driver.swap(config, swap(), host);
      assertThat(Files.exists(RawNames.path(RawNames.raw(target + tree)))).isTrue();
      restore(beside("new"));
      driver.swap(config, swap(), host);
      driver.drop(config, beside("old"), host);
      Shell.run("rm -r -- \"$1\"", target);
    }
  }
}
