package digital.vya.backup.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.RestoreRequest;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FilesDriverTest {

  /** Everything about every file but the time of folders above the tree. */
  private static final String FACTS =
      "cd \"$1\"; find . -mindepth 1 -type f -print0 | sort -z | xargs -0 sha256sum -z | tr '\\0' '\\n';"
          + "find . -mindepth 1 -printf '%P|%y|%m|%U|%G|%T@|%l|%n\\0' | sort -z | tr '\\0' '\\n'";

  private static final String NASTY =
      """
      cd "$1"; umask 022
      mkdir -p d/empty d/private 'sp ace' $'new\\nline' $'latin\\xe9' ção
      echo plain > d/a; : > d/zero; head -c 300000 /dev/urandom > d/binary
      printf x > $'latin\\xe9/\\xff\\xfe'; printf y > ção/日本語; printf z > $'new\\nline/q"\\'uote'
      printf 1 > ção/$'de\\xcc\\x81composed'; printf 2 > 'sp ace/-rf *'; printf 3 > 'd/{a,b}[c]\\'
      long=$(printf 'n%.0s' $(seq 200)); mkdir -p deep/$long/$long; echo l > deep/$long/$long/$long
      wide=$(printf 'é%.0s' $(seq 127)); echo w > deep/$wide; raw=$(printf '\\xe9%.0s' $(seq 150))
      mkdir "deep/$raw"; echo r > "deep/$raw/$raw"; ln -s "$raw/$raw" deep/rawlink
      n=$(printf 'h%.0s' $(seq 99)); echo 99 > $n; echo 100 > ${n}h; echo 101 > ${n}hh
      ln -s d/a link; ln -s /nowhere/ção dangling; ln -s "$long/$long/$long" deep/longlink
      ln -s ../$'latin\\xe9' d/uplink
      ln d/a d/hard1; ln d/a hard2; ln deep/$long/$long/$long deep/hardlong
      chmod 4755 d/a; chmod 2770 d/private; chmod 1777 d/empty; chmod 000 d/zero
      chown 1234:4321 d/binary; chown -h 65534:65534 link; chown 2500000:3000000 'sp ace/-rf *'
      touch -d '2019-12-31 23:59:59.123456789' d/binary; touch -d '2001-01-01' ção
      touch -d '1999-01-01 00:00:00.5' d/zero
      chmod 555 d/private; touch -d '2020-02-02 02:02:02.000000001' d/private d
      # A link's time is kept to the microsecond: the JDK can do no more.
      find . -type l -exec touch -hd '2011-11-11 11:11:11.123456' {} +
      """;

  private final FilesDriver driver = new FilesDriver();
  private final Told host = new Told();
  @TempDir Path folder;
  private Path tree;
  private Path tar;
  private Path out;

  @BeforeEach
  void folders() throws IOException {
    tree = Files.createDirectory(folder.toRealPath().resolve("tree"));
    out = Files.createDirectory(folder.toRealPath().resolve("out"));
    tar = folder.resolve("x.tar");
  }

  private static FilesConfig config(List<String> include, List<String> exclude) {
    return new FilesConfig(Map.of("set", new FileSet(include, exclude)));
  }

  private void dump(List<String> include, List<String> exclude) throws Exception {
    try (OutputStream sink = Files.newOutputStream(tar)) {
      driver.dump(config(include, exclude), new DumpRequest("set"), sink, host);
    }
  }

  private void restore(Path target, boolean replace) throws Exception {
    try (InputStream dump = Files.newInputStream(tar)) {
      restore(dump, target, replace);
    }
  }

  private void restore(InputStream dump, Path target, boolean replace) throws Exception {
    var into = new RestoreRequest("set", Optional.of(target.toString()), replace, Map.of());
    driver.restore(config(List.of("/x"), List.of()), into, dump, host);
  }

  /** What is stored of the tree, as GNU tar lists it. */
  private List<String> stored() {
    String prefix = tree.toString().substring(1);
    return Shell.run("tar -tf \"$1\"", tar)
        .lines()
        .map(name -> name.startsWith(prefix) ? name.substring(prefix.length()) : name)
        .toList();
  }

  private void touch(String... names) throws IOException {
    for (String name : names) {
      Path file = tree.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
  }

  private static String facts(Path folder) {
    return Shell.run(FACTS, folder);
  }

  @Test
  void d4_whatIsRestoredIsWhatWasThere() throws Exception {
    Shell.run(NASTY, tree);
    dump(List.of(tree.toString()), List.of());
    restore(out, false);
    assertThat(facts(Path.of(out + tree.toString()))).isEqualTo(facts(tree));
    assertThat(host.omitted).isEmpty();
    assertThat(host.warnings).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8"})
  void gnuTarExtractsTheSameWithoutAWarning(String locale) throws Exception {
    Shell.run(NASTY, tree);
    dump(List.of(tree.toString()), List.of());
    Shell.run(
        "export LC_ALL=$3; tar -tvf \"$1\" >/dev/null; tar --numeric-owner -xpf \"$1\" -C \"$2\"",
        tar,
        out,
        locale);
    assertThat(facts(Path.of(out + tree.toString()))).isEqualTo(facts(tree));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "pax", "posix"})
  void anArchiveOfGnuTarIsRestored(String format) throws Exception {
    Shell.run(NASTY, tree);
    Shell.run("tar --format=$3 -cf \"$1\" -C \"$2\" .", tar, tree, format);
    restore(out, false);
    if (format.equals("gnu")) {
      Shell.run("find \"$1\" \"$2\" -exec touch -hd @1000000000 {} +", tree, out);
    }
    assertThat(facts(out)).isEqualTo(facts(tree));
  }

  @Test
  void namesOfAnyBytesSurviveWithoutALocale() throws Exception {
    Shell.run(NASTY, tree);
    Shell.java(List.of("env", "-i", "LC_ALL=C"), FilesDriverProbe.class, tree, tar, out);
    assertThat(facts(Path.of(out + tree.toString()))).isEqualTo(facts(tree));
  }

  @Test
  void theSameTreeGivesTheSameBytes() throws Exception {
    Shell.run(NASTY, tree);
    dump(List.of(tree.toString()), List.of());
    byte[] first = Files.readAllBytes(tar);
    dump(List.of(tree + "/", tree + "/d/*", tree.toString()), List.of());
    assertThat(first).isEqualTo(Files.readAllBytes(tar));
    assertThat(first.length % 10240).isZero();
  }

  @Test
  void patternsTakeWhatTheySay() throws Exception {
    touch("a/1.jpg", "a/b/2.png", "a/b/c/3.jpg", "a/b/4.tmp", "a/.hidden.jpg", "x/5.jpg", "y/6");
    dump(List.of(tree + "/a/**/*.{jpg,png}", tree + "/[!a-w]/?"), List.of());
    assertThat(stored())
        .containsExactly(
            "/",
            "/a/",
            "/a/.hidden.jpg",
            "/a/1.jpg",
            "/a/b/",
            "/a/b/2.png",
            "/a/b/c/",
            "/a/b/c/3.jpg",
            "/y/",
            "/y/6");
  }

  @Test
  void excludesPruneAndRelativeOnesMatchAnywhere() throws Exception {
    touch("k/1", "k/1.tmp", "k/cache/2", "k/cache/d/3", "k/node/4", "k/node/x/5", "k/z/skip/6");
    dump(
        List.of(tree + "/**"),
        List.of("*.tmp", "cache/**", tree + "/k/node", "z/skip", tree + "/absent/x"));
    assertThat(stored()).containsExactly("/", "/k/", "/k/1", "/k/cache/", "/k/z/");
  }

  @Test
  void aPatternsSpecialCharactersCanBeEscaped() throws Exception {
    touch("{a,b}[c]*", "a", "b", "ç", "日本");
    dump(List.of(tree + "/\\{a,b\\}\\[c\\]\\*", tree + "/ç", tree + "/[日]?"), List.of());
    assertThat(Shell.run("tar --quoting-style=literal -tf \"$1\"", tar).lines())
        .map(name -> name.substring(name.lastIndexOf('/') + 1))
        .contains("{a,b}[c]*", "ç", "日本")
        .doesNotContain("a", "b");
  }

  @Test
  void aPatternThatMatchesNothingIsAFailureThatNamesIt() throws Exception {
    touch("a", "b.tmp");
    for (String nothing : List.of("/*.jpg", "/absent", "/absent/*", "/*.tmp")) {
      assertThatThrownBy(() -> dump(List.of(tree + "/a", tree + nothing), List.of("*.tmp")))
          .isInstanceOfSatisfying(
              BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFIGURATION))
          .hasMessageContaining("'" + tree + nothing + "' matches nothing")
          .hasMessageNotContaining(tree + "/a'");
    }
  }

  @Test
  void allWrongPatternsAreToldAtOnce() {
    var config =
        new FilesConfig(
            Map.of(
                "b", new FileSet(List.of("rel", "/ok", "/{a", "/a}", "/[x", "/../y"), List.of()),
                "a", new FileSet(List.of("/x\\"), List.of("[", "**/{", "/"))));
    assertThatThrownBy(() -> driver.databases(config, host))
        .isInstanceOf(BackupException.class)
        .hasMessageContainingAll(
            "sets.a.exclude[0]",
            "sets.a.exclude[1]",
            "sets.a.exclude[2]",
            "sets.a.include[0]",
            "sets.b.include[0]",
            "sets.b.include[2]",
            "sets.b.include[3]",
            "sets.b.include[4]",
            "sets.b.include[5]")
        .hasMessageNotContaining("sets.b.include[1]");
  }

  @Test
  void linksOnTheWayAreFollowedAndFilesAreStoredOnce() throws Exception {
    touch("releases/12/up/a", "releases/12/up/b");
    Files.createSymbolicLink(tree.resolve("current"), Path.of("releases/12"));
    dump(
        List.of(tree + "/current/up/*", tree + "/releases/12/up/a", tree + "/current/"),
        List.of(tree + "/current/up/b"));
    assertThat(stored()).containsExactly("/releases/12/", "/releases/12/up/", "/releases/12/up/a");
    dump(List.of(tree + "/current"), List.of());
    assertThat(stored()).containsExactly("/current");
    assertThat(host.warnings).singleElement().asString().contains("write " + tree + "/current/");
  }

  @Test
  void linkedFoldersAreNotEntered() throws Exception {
    touch("a/1");
    Files.createSymbolicLink(tree.resolve("a/loop"), tree);
    dump(List.of(tree + "/**"), List.of());
    assertThat(stored()).containsExactly("/", "/a/", "/a/1", "/a/loop");
  }

  @Test
  void pipesAreOmittedAndSocketsAreWarnedOf() throws Exception {
    touch("a");
    Shell.run(
        "cd \"$1\"; mkfifo pipe; python3 -c 'import socket; socket.socket(1).bind(\"s\")'", tree);
    dump(List.of(tree.toString()), List.of());
    assertThat(stored()).containsExactly("/", "/a");
    assertThat(host.omitted).singleElement().asString().startsWith(tree + "/pipe: it is a device");
    assertThat(host.warnings).singleElement().asString().contains("1 sockets", tree + "/s");
  }

  @Test
  void whatCannotBeReadIsOmittedAndTheRestIsStored() throws Exception {
    touch("a", "locked/in", "secret", "z");
    Shell.run(
        "chmod -R a+rX \"$1\"; chmod 0 \"$1/tree/locked\" \"$1/tree/secret\"; mkdir -m 777 \"$1/w\"",
        folder);
    String omitted =
        Shell.java(
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
            FilesDriverProbe.class,
            tree,
            folder.resolve("w/x.tar"));
    assertThat(omitted.lines())
        .containsExactly(tree + "/locked: permission denied", tree + "/secret: permission denied");
    tar = folder.resolve("w/x.tar");
    assertThat(stored()).containsExactly("/", "/a", "/locked/", "/z");
  }

  /** Does something to the tree while it is being dumped, once that many bytes were written. */
  private void dumpDisturbed(Shell.Step step) throws Exception {
    var done = new AtomicLong();
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(tar))) {
      OutputStream sink =
          new OutputStream() {
            @Override
            public void write(int value) {
              throw new AssertionError("single bytes are slow");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
              file.write(bytes, offset, length);
              if (done.getAndIncrement() == 0) {
                step.run();
              }
            }
          };
      driver.dump(config(List.of(tree.toString()), List.of()), new DumpRequest("set"), sink, host);
    }
  }

  @Test
  void filesThatVanishShrinkOrGrowAreToldAndTheArchiveStaysWhole() throws Exception {
    touch("c");
    Files.write(tree.resolve("a"), new byte[3_000_000]);
    Files.write(tree.resolve("b"), new byte[1]);
    dumpDisturbed(
        () -> {
          Shell.run("truncate -s 1000 \"$1/a\"; rm \"$1/b\"", tree);
        });
    assertThat(host.omitted)
        .satisfiesExactly(
            shrunk -> assertThat(shrunk).contains(tree + "/a: it shrank", "are zeros"),
            vanished -> assertThat(vanished).isEqualTo(tree + "/b: it vanished"));
    Shell.run("tar -tvf \"$1\"", tar);
    assertThat(stored()).containsExactly("/", "/a", "/c");
    Files.write(tree.resolve("a"), new byte[3_000_000]);
    dumpDisturbed(() -> Shell.run("truncate -s 4000000 \"$1/a\"", tree));
    assertThat(host.warnings).singleElement().asString().contains("1 files grew", tree + "/a");
    assertThat(Shell.run("tar -xOf \"$1\" \"${2:1}/a\" | wc -c", tar, tree).strip())
        .isEqualTo("3000000");
  }

  @Test
  void d3_theSinkStaysOpenAndItsFailureIsPassedOn() throws Exception {
    touch("a");
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("the sink broke");
          }

          @Override
          public void close() {
            throw new AssertionError("closed");
          }
        };
    var config = config(List.of(tree.toString()), List.of());
    assertThatThrownBy(() -> driver.dump(config, new DumpRequest("set"), broken, host))
        .isInstanceOf(IOException.class)
        .hasMessage("the sink broke");
  }

  @Test
  void d7_anInterruptEndsTheDump() throws Exception {
    Files.write(tree.resolve("a"), new byte[3_000_000]);
    assertThatThrownBy(() -> dumpDisturbed(Thread.currentThread()::interrupt))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void d5_anArchiveThatIsCutAnywhereIsRefused() throws Exception {
    touch("a", "b/c");
    dump(List.of(tree.toString()), List.of());
    byte[] whole = Files.readAllBytes(tar);
    int end = whole.length;
    while (whole[end - 1] == 0) {
      end--;
    }
    int mark = (end + 511) / 512 * 512 + 1024;
    List<Integer> lengths = new ArrayList<>(List.of(0, 1, 511, 512, 1000, mark - 1, mark - 512));
    for (int length = 512; length < mark; length += 512) {
      lengths.add(length);
    }
    for (int length : lengths) {
      var cut = new ByteArrayInputStream(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> restore(cut, out, true))
          .as("cut at " + length)
          .isInstanceOfSatisfying(
              BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DATA))
          .hasMessageContaining("entries are restored below " + out);
    }
    var rest = new ByteArrayInputStream(Arrays.copyOf(whole, mark + 102_400));
    restore(rest, out, true);
    assertThat(rest.available()).isZero();
  }

  @Test
  void d5_aHeaderThatWasAlteredIsRefused() throws Exception {
    touch("a");
    dump(List.of(tree.toString()), List.of());
    byte[] altered = Files.readAllBytes(tar);
    altered[3] ^= 1;
    assertThatThrownBy(() -> restore(new ByteArrayInputStream(altered), out, false))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("checksum");
  }

  @Test
  void d5_aFailureToReadIsPassedOn() throws Exception {
    touch("a");
    dump(List.of(tree.toString()), List.of());
    byte[] whole = Files.readAllBytes(tar);
    InputStream failing =
        new FilterInputStream(new ByteArrayInputStream(whole)) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            if (count < 0) {
              throw new IOException("the hash is wrong");
            }
            return count;
          }
        };
    assertThatThrownBy(() -> restore(failing, out, false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the hash is wrong");
  }

  @Test
  void withoutReplaceNothingThatExistsIsTouched() throws Exception {
    touch("a", "b");
    dump(List.of(tree.toString()), List.of());
    Files.writeString(tree.resolve("b"), "changed");
    Files.delete(tree.resolve("a"));
    var original = new RestoreRequest("set", Optional.empty(), false, Map.of());
    try (InputStream dump = Files.newInputStream(tar)) {
      assertThatThrownBy(
              () -> driver.restore(config(List.of("/x"), List.of()), original, dump, host))
          .hasMessageContaining(tree + "/b exists")
          .hasMessageContaining("2 entries are restored");
    }
    assertThat(tree.resolve("b")).hasContent("changed");
    assertThat(tree.resolve("a")).hasContent("a");
    assertThatThrownBy(() -> restore(tree, false)).hasMessageContaining("is not empty");
  }

  @Test
  void withReplaceFilesAreReplacedAndOthersStay() throws Exception {
    touch("a", "b", "c");
    Files.createLink(tree.resolve("d"), tree.resolve("c"));
    dump(List.of(tree.toString()), List.of());
    String before = facts(tree);
    restore(out, false);
    Path copy = Path.of(out + tree.toString());
    Files.writeString(copy.resolve("b"), "changed");
    Files.delete(copy.resolve("a"));
    Files.createSymbolicLink(copy.resolve("a"), tree.resolve("c"));
    restore(out, true);
    assertThat(facts(copy)).isEqualTo(before);
    assertThat(tree.resolve("c")).hasContent("c");
    Files.writeString(copy.resolve("other"), "mine");
    restore(out, true);
    assertThat(copy.resolve("other")).hasContent("mine");
  }

  @Test
  void theContentsAreListedAndNothingIsChanged() throws Exception {
    Shell.run("cd \"$1\"; echo x > a; chmod 640 a; ln -s a l; ln a m; touch -hd @0 *", tree);
    dump(List.of(tree + "/*"), List.of());
    var lines = new ArrayList<String>();
    var into = new RestoreRequest("set", Optional.of("/elsewhere"), false, Map.of());
    try (InputStream dump = Files.newInputStream(tar)) {
      driver.contents(config(List.of("/x"), List.of()), into, dump, lines::add, host);
    }
    String place = " 1970-01-01T00:00:00Z /elsewhere" + tree;
    assertThat(lines.subList(1, 4))
        .containsExactly(
            "-rw-r-----            2" + place + "/a",
            "lrwxrwxrwx            0" + place + "/l -> a",
            "-rw-r-----            0" + place + "/m is also /elsewhere" + tree + "/a");
    assertThat(Path.of("/elsewhere")).doesNotExist();
  }

  @Test
  void d7_anInterruptEndsTheRestore() throws Exception {
    Files.write(tree.resolve("a"), new byte[3_000_000]);
    dump(List.of(tree.toString()), List.of());
    InputStream interrupting =
        new FilterInputStream(Files.newInputStream(tar)) {
          private long total;

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            total += count;
            if (total > 1_000_000) {
              Thread.currentThread().interrupt();
            }
            return count;
          }
        };
    assertThatThrownBy(() -> restore(interrupting, out, false))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(Path.of(out + tree.toString())).isEmptyDirectory();
  }

  @Test
  void aFullDiskIsToldByTheRestoreAndNoHalfFileIsLeft() throws Exception {
    touch("a");
    Files.write(tree.resolve("b"), new byte[3_000_000]);
    dump(List.of(tree.toString()), List.of());
    Shell.run("mount -t tmpfs -o size=1m none \"$1\"", out);
    try {
      assertThatThrownBy(() -> restore(out, false))
          .isInstanceOfSatisfying(
              BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ENVIRONMENT))
          .hasMessageContaining("the disk of " + out + " is full")
          .hasMessageContaining("2 entries are restored");
      assertThat(Path.of(out + tree.toString()).toFile().list()).containsExactly("a");
    } finally {
      Shell.run("umount \"$1\"", out);
    }
  }

  @Test
  void whoIsNotRootKeepsOwnersOutAndSetuidWithThem() throws Exception {
    touch("a", "b");
    Shell.run("chmod 4755 \"$1/a\"; chmod 755 \"$2\"; mkdir -m 777 \"$2/w\"", tree, folder);
    String told =
        Shell.java(
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
            FilesDriverProbe.class,
            tree,
            folder.resolve("w/x.tar"),
            folder.resolve("w/out"));
    assertThat(told.lines()).singleElement().asString().startsWith("owners are not restored");
    assertThat(Shell.run("stat -c '%a %u' \"$1\"", folder + "/w/out" + tree + "/a").strip())
        .isEqualTo("755 65534");
  }

  @Test
  void timesBefore1970AreKept() throws Exception {
    touch("a");
    Shell.run("touch -d '1960-01-02 03:04:05.25' \"$1/a\"", tree);
    dump(List.of(tree + "/a"), List.of());
    restore(out, false);
    // The JDK cannot set their fraction.
    assertThat(Shell.run("stat -c %Y \"$1\"", out + tree.toString() + "/a").strip())
        .isEqualTo("-315521755");
    String extracted =
        Shell.run(
            "cd \"$1\"; tar --warning=no-timestamp -xf \"$2\"; stat -c %y \"$1$3/a\"",
            folder, tar, tree);
    assertThat(extracted).startsWith("1960-01-02 03:04:05.25");
  }

  @Test
  void namesInMessagesAreOneLine() {
    assertThat(RawNames.shown("a\nb")).isEqualTo("a\\x0Ab");
    assertThat(RawNames.shown(new String(new byte[] {'a', (byte) 0xff}, ISO_8859_1)))
        .isEqualTo("a\\xFF");
  }
}
