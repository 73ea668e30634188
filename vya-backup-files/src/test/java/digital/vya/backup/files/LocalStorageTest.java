package digital.vya.backup.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.api.StoredObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalStorageTest {

  private final Told host = new Told();
  @TempDir Path base;

  private StorageSession open() throws IOException {
    return new LocalStorage().open(LocalStorageConfig.of(base), host);
  }

  static void put(StorageSession session, String key, String content) throws Exception {
    try (PendingObject object = session.create(key)) {
      object.stream().write(content.getBytes(UTF_8));
      object.commit();
    }
  }

  static List<String> keys(StorageSession session, String prefix) throws Exception {
    try (Stream<StoredObject> objects = session.list(prefix)) {
      return objects.map(StoredObject::key).toList();
    }
  }

  private static String read(StorageSession session, String key) throws Exception {
    try (InputStream stream = session.read(key)) {
      return new String(stream.readAllBytes(), UTF_8);
    }
  }

  private static Path unfinished(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().contains(".vya-tmp-")).findFirst().orElseThrow();
    }
  }

  @Test
  void anObjectIsInvisibleUntilItIsCommitted() throws Exception {
    StorageSession session = open();
    try (PendingObject object = session.create("a/b/c")) {
      object.stream().write("hello".getBytes(UTF_8));
      object.stream().close();
      assertThat(keys(session, "")).isEmpty();
      assertThatThrownBy(() -> session.read("a/b/c")).isInstanceOf(FileNotFoundException.class);
      object.commit();
    }
    assertThat(read(session, "a/b/c")).isEqualTo("hello");
    assertThat(Files.readString(base.resolve("a/b/c"))).isEqualTo("hello");
  }

  @Test
  void anObjectThatIsNotCommittedLeavesNothingNotEvenAFolder() throws Exception {
    StorageSession session = open();
    try (PendingObject object = session.create("a/b/c")) {
      object.stream().write(1);
    }
    assertThat(base).isEmptyDirectory();
  }

  @Test
  void aListIsSortedAsStringsAreAndNotAsFoldersAre() throws Exception {
    StorageSession session = open();
    for (String key :
        List.of("a/b", "a.b", "a0", "a b", "a/b.c/d", "a/b!", "ção/é", "z", "𝄞", "\uFB01")) {
      put(session, key, key);
    }
    List<String> all = keys(session, "");
    assertThat(all).hasSize(10).isSorted();
    for (String prefix :
        List.of("a", "a/", "a/b", "a/b.", "a/b.c/d", "ç", "ção/", "x", "a/x/y", "z/")) {
      assertThat(keys(session, prefix))
          .as(prefix)
          .isEqualTo(all.stream().filter(key -> key.startsWith(prefix)).toList());
    }
  }

  @Test
  void aListTellsLengthAndTime() throws Exception {
    StorageSession session = open();
    put(session, "x", "12345");
    Instant time = Instant.parse("2026-01-02T03:04:05.678Z");
    Files.setLastModifiedTime(base.resolve("x"), FileTime.from(time));
    try (Stream<StoredObject> objects = session.list("")) {
      assertThat(objects).containsExactly(new StoredObject("x", 5, time));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "../a",
        "a/../b",
        "a/./b",
        "a\nb",
        "a\u0000b",
        "a\u007fb",
        "a\u0085b",
        "\ud800",
        ".vya-tmp-1",
        "a/.vya-tmp-1/b"
      })
  void whatIsNotAKeyIsRefusedBeforeAnythingIsTouched(String key) throws Exception {
    StorageSession session = open();
    for (Callable<?> use :
        List.<Callable<?>>of(
            () -> session.create(key), () -> session.read(key), () -> deleted(session, key))) {
      assertThatThrownBy(use::call)
          .isInstanceOfSatisfying(
              BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFIGURATION));
    }
    assertThat(base).isEmptyDirectory();
  }

  private static String deleted(StorageSession session, String key) throws Exception {
    session.delete(key);
    return key;
  }

  @Test
  void tooLongKeysAndSegmentsAreRefused() throws Exception {
    StorageSession session = open();
    assertThatThrownBy(() -> session.create("é".repeat(128))).hasMessageContaining("255 bytes");
    assertThatThrownBy(() -> session.create("abcd/".repeat(200) + "e"))
        .hasMessageContaining("1000 bytes");
    put(session, "é".repeat(127), "long");
    assertThat(read(session, "é".repeat(127))).isEqualTo("long");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../", "a/../", "//", "/a"})
  void aPrefixThatNoKeyBeginsWithLeadsNowhereElse(String prefix) throws Exception {
    StorageSession session = open();
    put(session, "a/b", "");
    try {
      assertThat(keys(session, prefix)).isEmpty();
    } catch (BackupException e) {
      assertThat(e.reason()).isEqualTo(Reason.CONFIGURATION);
    }
  }

  @Test
  void everythingIsForItsOwnerOnlyWhateverTheUmask() throws Exception {
    Shell.run(
        "umask 0555; exec \"$@\"",
        Path.of(System.getProperty("java.home"), "bin", "java"),
        "-cp",
        System.getProperty("java.class.path"),
        LocalStorageProbe.class.getName(),
        base,
        "new/a/b");
    for (String folder : List.of("new", "new/a")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(base.resolve(folder))))
          .isEqualTo("rwx------");
    }
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(base.resolve("new/a/b"))))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ção/日本語 𝄞", "a b/c%20+#?&;'\"\\`$(x)", "-rf/~", "%", "ﾟ/e\u0301"})
  void keysAreTheSameFilesWithoutALocale(String key) throws Exception {
    String hex = java.util.HexFormat.of().formatHex(key.getBytes(UTF_8));
    String listed =
        Shell.java(List.of("env", "-i", "LC_ALL=C"), LocalStorageProbe.class, base, "hex:" + hex);
    assertThat(listed.strip()).isEqualTo(hex);
    assertThat(Shell.run("cd \"$1\"; find . -type f -printf %P", base)).isEqualTo(key);
  }

  @Test
  void leftoversOfAKilledRunAreSweptOnceTheyAreOld() throws Exception {
    PendingObject killed = open().create("main/x");
    open().freeBytes();
    Path unfinished = unfinished(base.resolve("main"));
    assertThat(unfinished).exists();
    FileTime old = FileTime.from(Instant.now().minus(Duration.ofHours(25)));
    put(open(), "main/y", "kept");
    Files.setLastModifiedTime(unfinished, old);
    Files.setLastModifiedTime(base.resolve("main/y"), old);
    assertThat(keys(open(), "")).containsExactly("main/y");
    assertThat(unfinished).as("who only reads removes nothing").exists();
    open().freeBytes();
    assertThat(unfinished).doesNotExist();
    assertThat(base.resolve("main/y")).exists();
    killed.close();
  }

  @Test
  void leftoversMakeRoomBeforeSomethingIsBegun() throws Exception {
    PendingObject killed = open().create("main/x");
    Path unfinished = unfinished(base.resolve("main"));
    Files.setLastModifiedTime(unfinished, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
    put(open(), "other/y", "kept");
    assertThat(unfinished).doesNotExist();
    killed.close();
  }

  @Test
  void unfinishedAndForeignThingsAreNotListed() throws Exception {
    StorageSession session = open();
    put(session, "a", "");
    Files.createSymbolicLink(base.resolve("link"), base.resolve("a"));
    Shell.run("mkfifo \"$1/pipe\"; touch \"$1\"/$'bad\\xff'", base);
    try (PendingObject pending = session.create("b")) {
      assertThat(keys(session, "")).containsExactly("a");
      pending.commit();
    }
    assertThat(keys(session, "")).containsExactly("a", "b");
  }

  @Test
  void linksInTheStoreAreNeverFollowed(@TempDir Path outside) throws Exception {
    Files.writeString(outside.resolve("secret"), "mine");
    Files.createSymbolicLink(base.resolve("out"), outside);
    Files.createSymbolicLink(base.resolve("file"), outside.resolve("secret"));
    StorageSession session = open();
    for (String key : List.of("out/secret", "file")) {
      assertThatThrownBy(() -> session.read(key)).isInstanceOf(FileNotFoundException.class);
      session.delete(key);
      assertThatThrownBy(() -> session.create(key))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("in the way");
    }
    assertThatThrownBy(() -> session.create("out/new")).isInstanceOf(BackupException.class);
    assertThat(keys(session, "")).isEmpty();
    assertThat(keys(session, "out/")).isEmpty();
    assertThat(outside.resolve("secret")).hasContent("mine");
    assertThat(base.resolve("out")).isSymbolicLink();
  }

  @Test
  void deletingRemovesEmptyFoldersAndWhatIsAbsentIsNoError() throws Exception {
    StorageSession session = open();
    put(session, "a/b/c", "");
    put(session, "a/d", "");
    session.delete("a/b");
    session.delete("a/b/c");
    session.delete("a/b/c");
    session.delete("a/d/e");
    assertThat(base.resolve("a/b")).doesNotExist();
    session.delete("a/d");
    assertThat(base).isEmptyDirectory();
  }

  @Test
  void writersSurviveThatTheirFolderIsRemovedBesideThem() throws Exception {
    StorageSession session = open();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> all =
          Stream.of("a/b/1", "a/b/2", "a/b/3", "a/c/4")
              .map(key -> threads.submit(() -> writeAndDelete(session, key)))
              .toList();
      for (Future<Integer> one : all) {
        assertThat(one.get()).isEqualTo(200);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(base).isEmptyDirectory();
  }

  private static int writeAndDelete(StorageSession session, String key) throws Exception {
    int rounds = 0;
    for (; rounds < 200; rounds++) {
      put(session, key, "x");
      session.delete(key);
    }
    return rounds;
  }

  @Test
  void aReaderKeepsTheOldObjectWhileItIsReplaced() throws Exception {
    StorageSession session = open();
    put(session, "x", "old");
    try (InputStream old = session.read("x")) {
      put(session, "x", "new and longer");
      assertThat(new String(old.readAllBytes(), UTF_8)).isEqualTo("old");
    }
    assertThat(read(session, "x")).isEqualTo("new and longer");
  }

  @Test
  void aFullDiskIsToldAsSuchAndNothingIsLeft() throws Exception {
    Shell.run("mount -t tmpfs -o size=1m none \"$1\"", base);
    try {
      var config = new LocalStorageConfig(base, false, 0L, Duration.ofHours(1));
      StorageSession session = new LocalStorage().open(config, host);
      put(session, "kept", "kept");
      assertThatThrownBy(() -> put(session, "a/big", "x".repeat(2 << 20)))
          .isInstanceOfSatisfying(
              BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ENVIRONMENT))
          .hasMessageContaining("the disk of " + base + " is full (");
      assertThat(base.toFile().list()).containsExactly("kept");
    } finally {
      Shell.run("umount \"$1\"", base);
    }
  }

  @Test
  void aWriteThatFailedCannotBeCommittedLater() throws Exception {
    Shell.run("mount -t tmpfs -o size=1m none \"$1\"", base);
    try {
      var config = new LocalStorageConfig(base, false, 0L, Duration.ofHours(1));
      StorageSession session = new LocalStorage().open(config, host);
      Files.write(base.resolve("ballast"), new byte[900 << 10]);
      try (PendingObject object = session.create("x")) {
        assertThatThrownBy(() -> object.stream().write(new byte[300 << 10]))
            .hasMessageContaining("is full");
        Files.delete(base.resolve("ballast"));
        assertThatThrownBy(object::commit).isInstanceOf(IOException.class);
      }
      assertThat(base).isEmptyDirectory();
    } finally {
      Shell.run("umount \"$1\"", base);
    }
  }

  @Test
  void tooLittleFreeSpaceIsToldBeforeAnythingIsWritten() throws Exception {
    var config = new LocalStorageConfig(base, false, Long.MAX_VALUE, Duration.ofHours(1));
    StorageSession session = new LocalStorage().open(config, host);
    assertThat(session.freeBytes()).isPresent();
    assertThatThrownBy(() -> session.create("a"))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ENVIRONMENT))
        .hasMessageContaining(base.toString())
        .hasMessageContaining("min_free_bytes");
    assertThat(base).isEmptyDirectory();
  }

  @Test
  void aReadOnlyDiskCanBeReadAndIsToldOfWhenItIsWritten() throws Exception {
    put(open(), "a", "there");
    Shell.run("mount --bind \"$1\" \"$1\"; mount -o remount,ro,bind \"$1\"", base);
    try {
      StorageSession session = open();
      assertThat(host.warnings).singleElement().asString().contains("read-only");
      assertThat(read(session, "a")).isEqualTo("there");
      assertThatThrownBy(() -> put(session, "b/c", ""))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("read-only");
      assertThatThrownBy(() -> session.delete("a")).isInstanceOf(BackupException.class);
    } finally {
      Shell.run("umount \"$1\"", base);
    }
  }

  @Test
  void aFolderThatCannotServeIsRefused() throws Exception {
    Path file = Files.writeString(base.resolve("file"), "");
    Path missing = base.resolve("missing/deeper");
    Path link = Files.createSymbolicLink(base.resolve("link"), missing);
    refused(LocalStorageConfig.of(Path.of("relative")), "must be absolute");
    refused(LocalStorageConfig.of(file), "is not a folder");
    refused(LocalStorageConfig.of(missing), "set create to true");
    refused(LocalStorageConfig.creating(link), "a link that leads nowhere");
    assertThat(missing).doesNotExist();
  }

  private void refused(LocalStorageConfig config, String why) throws IOException {
    try {
      new LocalStorage().open(config, host).close();
      fail("opened " + config.path());
    } catch (BackupException e) {
      assertThat(e).hasMessageContaining(why).hasMessageContaining(config.path().toString());
      assertThat(e.reason()).isEqualTo(Reason.CONFIGURATION);
    }
  }

  @Test
  void aMissingFolderIsCreatedOwnerOnlyWhereThatIsAskedFor() throws Exception {
    Path deep = base.resolve("x/y");
    put(new LocalStorage().open(LocalStorageConfig.creating(deep), host), "a", "");
    for (Path folder : List.of(deep, base.resolve("x"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void aFolderOfSomebodyElseIsAnEnvironmentErrorThatSaysWhatToDo() throws Exception {
    Shell.run("chmod 755 \"$1\"", base);
    String told =
        Shell.java(
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
            LocalStorageProbe.class,
            base,
            "a");
    assertThat(told).contains("ENVIRONMENT").contains("cannot be written").contains("chown");
    assertThat(base).isEmptyDirectory();
  }

  @Test
  void aFolderThatEverybodyCanChangeIsWarnedOf() throws Exception {
    Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwxrwxrwx"));
    open();
    assertThat(host.warnings).singleElement().asString().contains("chmod o-w");
  }
}
