package digital.vya.backup.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.RestoreRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SqliteRestoreTest {

  @TempDir Path folder;

  private Bench bench;

  @BeforeEach
  void open() throws IOException {
    bench = new Bench(folder);
  }

  @AfterEach
  void close() throws IOException {
    bench.assertNothingLeftBehind();
    bench.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orders.db",
        "a b",
        "it's \"q\".db",
        "ação ☃ 𝄞",
        "100%41.db",
        "q?mode=memory&x=y",
        "h#ash",
        "-v",
        "a+b;c:d",
        ":memory:",
        "file:x"
      })
  void d4_aDumpComesBackWhateverItsName(String name) throws Exception {
    Path made = bench.make("made");
    String content = Bench.content(made);
    Files.move(made, bench.file(name));
    byte[] dump = bench.dump(name);
    String target = "copy of " + name;
    bench.restore(dump, target, false);

    assertThat(bench.driver.databases(bench.config(), bench.host)).contains(name, target);
    assertThat(Bench.content(bench.file(target))).isEqualTo(content);
    Files.delete(bench.file(name));
    bench.restore(dump, name, false);
    assertThat(Bench.content(bench.file(name))).isEqualTo(content);
    bench.restore(dump, name, true);
    assertThat(Bench.content(bench.file(name))).isEqualTo(content);
    assertThat(bench.files()).containsExactlyInAnyOrder(name, target);
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 1024, 65536})
  void d4_anyPageSizeComesBack(int size) throws Exception {
    bench.sqlite3("p.db", "PRAGMA page_size=" + size + "; VACUUM");
    Path file = bench.make("p.db");
    bench.restore(bench.dump("p.db"), "copy.db", false);

    assertThat(bench.sqlite3("copy.db", "PRAGMA page_size")).isEqualTo("" + size);
    assertThat(Bench.content(bench.file("copy.db"))).isEqualTo(Bench.content(file));
  }

  @Test
  void d4_anEmptyDatabaseComesBack() throws Exception {
    bench.sqlite3("e.db", "VACUUM");
    Files.createFile(bench.file("zero.db"));
    for (String name : new String[] {"e.db", "zero.db"}) {
      bench.restore(bench.dump(name), "copy of " + name, false);
      assertThat(bench.sqlite3("copy of " + name, "PRAGMA integrity_check")).isEqualTo("ok");
      assertThat(bench.sqlite3("copy of " + name, ".schema")).isEmpty();
    }
  }

  @Test
  void d4_rowidsStayWhatTheyWere() throws Exception {
    bench.sqlite3("r.db", "CREATE TABLE r (v); INSERT INTO r VALUES (1),(2),(3)");
    bench.sqlite3("r.db", "DELETE FROM r WHERE v < 3");
    bench.restore(bench.dump("r.db"), "copy.db", false);

    assertThat(bench.sqlite3("copy.db", "SELECT rowid, v FROM r")).isEqualTo("3|3");
  }

  @Test
  void d5_whatIsNotAWholeDumpIsRefused() throws Exception {
    bench.make("o.db");
    byte[] dump = bench.dump("o.db");
    byte[] altered = dump.clone();
    Arrays.fill(altered, 3 * 4096, 4 * 4096, (byte) 0x5a);
    byte[] shrunk = Arrays.copyOf(dump, 2 * 4096);
    shrunk[31] = 2;
    byte[][] bad = {
      {},
      Arrays.copyOf(dump, 50),
      Arrays.copyOf(dump, 4096),
      Arrays.copyOf(dump, dump.length - 1),
      Arrays.copyOf(dump, dump.length + 1),
      Arrays.copyOf(dump, dump.length + 4096),
      altered,
      shrunk,
      "-- PostgreSQL database dump".repeat(999).getBytes(java.nio.charset.StandardCharsets.UTF_8)
    };
    String before = Bench.content(bench.file("o.db"));
    for (byte[] bytes : bad) {
      for (String target : new String[] {"new.db", "o.db"}) {
        assertThatThrownBy(() -> bench.restore(bytes, target, true))
            .isInstanceOfSatisfying(
                BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DATA));
      }
    }
    assertThat(bench.files()).containsExactly("o.db");
    assertThat(Bench.content(bench.file("o.db"))).isEqualTo(before);
  }

  @Test
  void d5_aFailureToReadLeavesNothing() throws Exception {
    bench.make("o.db");
    byte[] dump = bench.dump("o.db");
    var failing =
        new SequenceInputStream(
            new ByteArrayInputStream(dump),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("connection reset");
              }

              @Override
              public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("connection reset");
              }
            });
    var into = new RestoreRequest("o.db", Optional.of("new.db"), true, Map.of());
    assertThatThrownBy(() -> bench.driver.restore(bench.config(), into, failing, bench.host))
        .hasMessage("connection reset");
    assertThat(bench.files()).containsExactly("o.db");
  }

  @Test
  void anExistingDatabaseIsRefusedUnlessItMayBeReplaced() throws Exception {
    Path file = bench.make("o.db");
    byte[] dump = bench.dump("o.db");
    bench.sqlite3("o.db", "DELETE FROM t WHERE id > 10");

    assertThatThrownBy(() -> bench.restore(dump, "o.db", false)).hasMessageContaining("exists");
    assertThat(bench.sqlite3("o.db", "SELECT count(*) FROM t")).isEqualTo("10");
    bench.restore(dump, "o.db", true);
    assertThat(Bench.sqlite3(file, "SELECT count(*) FROM t")).isEqualTo("500");
  }

  @ParameterizedTest
  @CsvSource({"WAL,4096", "DELETE,4096", "DELETE,1024"})
  void aProgramThatHasTheTargetOpenSeesTheRestoredContent(String mode, int pageSize)
      throws Exception {
    bench.make("o.db");
    byte[] dump = bench.dump("o.db");
    Path file = bench.file("app.db");
    Bench.sqlite3(file, "PRAGMA page_size=" + pageSize + "; CREATE TABLE mine (x)");
    Bench.sqlite3(file, "PRAGMA journal_mode=" + mode);
    try (var app = Bench.connect(file);
        var statement = app.createStatement()) {
      statement.execute("INSERT INTO mine VALUES (1)");
      bench.restore(dump, "app.db", true);

      assertThat(statement.executeQuery("SELECT count(*) FROM t").getInt(1)).isEqualTo(500);
      statement.execute("INSERT INTO t VALUES (1000, 'later', NULL)");
    }
    assertThat(Bench.sqlite3(file, "PRAGMA integrity_check")).isEqualTo("ok");
    assertThat(Bench.sqlite3(file, "SELECT count(*) FROM t")).isEqualTo("501");
    assertThat(bench.files()).containsExactly("app.db", "o.db");
  }

  @Test
  void aWalDatabaseOfAnotherPageSizeIsReplacedToo() throws Exception {
    bench.make("o.db");
    byte[] dump = bench.dump("o.db");
    Bench.sqlite3(
        bench.file("w.db"), "PRAGMA page_size=1024; PRAGMA journal_mode=WAL; CREATE TABLE x (y)");
    bench.restore(dump, "w.db", true);

    assertThat(bench.sqlite3("w.db", "SELECT count(*) FROM t")).isEqualTo("500");
    assertThat(bench.sqlite3("w.db", "PRAGMA integrity_check")).isEqualTo("ok");
  }

  @Test
  void aLockedTargetStaysAsItWas() throws Exception {
    bench.make("o.db");
    byte[] dump = bench.dump("o.db");
    Path file = bench.file("app.db");
    Bench.sqlite3(file, "CREATE TABLE mine (x); INSERT INTO mine VALUES (1)");
    try (var app = Bench.connect(file);
        var statement = app.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      assertThatThrownBy(() -> bench.restore(dump, "app.db", true))
          .isInstanceOfSatisfying(
              BackupException.class, e -> assertThat(e.worthRetrying()).isTrue())
          .hasMessageContaining("locked");
    }
    assertThat(Bench.sqlite3(file, "SELECT x FROM mine")).isEqualTo("1");
  }

  @Test
  void aDamagedTargetIsReplaced() throws Exception {
    bench.make("o.db");
    byte[] dump = bench.dump("o.db");
    Files.writeString(bench.file("bad.db"), "no database at all ".repeat(500));
    Files.write(bench.file("torn.db"), Arrays.copyOf(dump, 5000));
    for (String name : new String[] {"bad.db", "torn.db"}) {
      Files.writeString(bench.file(name + "-wal"), "stale");
      bench.restore(dump, name, true);
      assertThat(Bench.content(bench.file(name))).isEqualTo(Bench.content(bench.file("o.db")));
    }
    assertThat(bench.files()).containsExactly("bad.db", "o.db", "torn.db");
  }

  @Test
  void aStaleWalIsNeverAppliedToANewFile() throws Exception {
    bench.make("o.db");
    byte[] dump = bench.dump("o.db");
    Files.writeString(bench.file("new.db-wal"), "stale");

    assertThatThrownBy(() -> bench.restore(dump, "new.db", false))
        .hasMessageContaining("new.db-wal is left of an earlier database");
    assertThat(bench.files()).containsExactly("new.db-wal", "o.db");
    bench.restore(dump, "new.db", true);
    assertThat(bench.files()).containsExactly("new.db", "o.db");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../out.db", "/tmp/out.db", "a/b", "..", ".", "", "x\\y", "a\0b", "z-wal"})
  void aTargetThatIsNoNameIsRefused(String target) throws Exception {
    bench.make("o.db");
    byte[] dump = bench.dump("o.db");
    assertThatThrownBy(() -> bench.restore(dump, target, true))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFIGURATION));
    assertThat(bench.files()).containsExactly("o.db");
    assertThat(folder.resolve("out.db")).doesNotExist();
  }

  @Test
  void aSingleFileIsRestoredToItselfAndToItsNeighbours() throws Exception {
    Path file = bench.make("o.db");
    byte[] dump = bench.dump("o.db");
    Files.delete(file);
    var config = new SqliteConfig(file);
    for (var target : new String[] {"o.db", "other.db"}) {
      var into = new RestoreRequest("o.db", Optional.of(target), false, Map.of());
      bench.driver.restore(config, into, new ByteArrayInputStream(dump), bench.host);
    }
    assertThat(bench.files()).containsExactly("o.db", "other.db");
    var folderIsGone = new SqliteConfig(bench.file("gone"));
    var into = new RestoreRequest("o.db", Optional.empty(), false, Map.of());
    assertThatThrownBy(
            () ->
                bench.driver.restore(
                    folderIsGone, into, new ByteArrayInputStream(dump), bench.host))
        .hasMessageContaining("create");
  }

  @Test
  void theModeOfTheFileIsKept() throws Exception {
    Path file = bench.make("o.db");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    var sink = new ByteArrayOutputStream();
    var properties = bench.dump("o.db", sink).properties();
    bench.restore(sink.toByteArray(), "same.db", false, properties);
    bench.restore(sink.toByteArray(), "closed.db", false);

    assertThat(Target.modeOf(bench.file("same.db"))).isEqualTo("rw-r-----");
    assertThat(Target.modeOf(bench.file("closed.db"))).isEqualTo("rw-------");
    assertThatThrownBy(
            () -> bench.restore(sink.toByteArray(), "x.db", false, Map.of("mode", "rwsrwsrwt")))
        .hasMessageContaining("restore without manifest");
    assertThat(bench.file("x.db")).doesNotExist();
  }
}
