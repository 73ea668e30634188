package digital.vya.backup.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqliteDumpTest {

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

  @Test
  void databasesOfAFolderAreThoseSqliteKnows() throws Exception {
    bench.make("orders.db");
    bench.make("no extension");
    bench.make(".hidden.db");
    bench.make("x-wal");
    Files.writeString(bench.file("readme.txt"), "SQLite format 3 is what is not here");
    Files.createFile(bench.file("empty.db"));
    Files.createDirectory(bench.file("folder.db"));
    Files.writeString(bench.file("zeroed.sqlite3"), "\0".repeat(4096));
    Files.write(bench.file("damaged.db"), Arrays.copyOf(bench.dump("orders.db"), 5_000));

    assertThat(bench.driver.databases(bench.config(), bench.host))
        .containsExactly("damaged.db", "no extension", "orders.db", "zeroed.sqlite3");
    assertThat(bench.host.warnings())
        .singleElement()
        .asString()
        .contains("empty.db is empty and left out");
    assertThatThrownBy(
            () ->
                bench.driver.dump(
                    bench.config(),
                    new DumpRequest("zeroed.sqlite3"),
                    new ByteArrayOutputStream(),
                    bench.host))
        .isInstanceOf(digital.vya.backup.api.BackupException.class);
    Files.delete(bench.file(".hidden.db"));
  }

  @Test
  void aSingleFileIsADatabaseByItself() throws Exception {
    Path file = bench.make("orders.db");
    bench.make("other.db");
    var config = new SqliteConfig(file);
    var sink = new ByteArrayOutputStream();

    assertThat(bench.driver.check(config, bench.host).product()).isEqualTo("SQLite");
    assertThat(bench.driver.databases(config, bench.host)).containsExactly("orders.db");
    assertThat(bench.driver.dump(config, new DumpRequest("orders.db"), sink, bench.host))
        .satisfies(info -> assertThat(info.toolVersion()).startsWith("sqlite-jdbc 3."))
        .satisfies(info -> assertThat(info.serverVersion()).startsWith("3."));
    assertThatThrownBy(
            () -> bench.driver.dump(config, new DumpRequest("other.db"), sink, bench.host))
        .hasMessageContaining("there is no database other.db");
  }

  @Test
  void whatIsStillInTheWalIsInTheDump() throws Exception {
    Path file = bench.make("w.db", "PRAGMA journal_mode=WAL");
    try (var app = Bench.connect(file);
        var statement = app.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint=0");
      statement.execute("INSERT INTO t VALUES (1000, 'only in the wal', NULL)");
      assertThat(Files.size(bench.file("w.db-wal"))).isPositive();
      byte[] before = Files.readAllBytes(file);

      bench.restore(bench.dump("w.db"), "copy.db", false);

      assertThat(bench.sqlite3("copy.db", "SELECT v FROM t WHERE id = 1000"))
          .isEqualTo("only in the wal");
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"WAL", "DELETE"})
  void aDumpIsOfOneMomentWhileOthersWrite(String mode) throws Exception {
    Path file = bench.make("busy.db", "PRAGMA journal_mode=" + mode);
    bench.sqlite3("busy.db", "CREATE TABLE a (n INTEGER); INSERT INTO a VALUES (500), (500)");
    var stop = new AtomicBoolean();
    var written = new CountDownLatch(3);
    var pool = Executors.newSingleThreadExecutor();
    var writer = pool.submit(() -> transfer(file, stop, written));
    written.await();
    for (int round = 0; round < 5; round++) {
      bench.restore(bench.dump("busy.db"), "copy.db", true);
      assertThat(bench.sqlite3("copy.db", "SELECT sum(n), count(*) FROM a")).isEqualTo("1000|2");
      assertThat(bench.sqlite3("copy.db", "PRAGMA integrity_check")).isEqualTo("ok");
    }
    stop.set(true);
    pool.shutdown();

    assertThat(writer.get()).isPositive();
  }

  @Test
  void aDumpIsOfOneMomentWhileAnotherProcessWrites() throws Exception {
    bench.make("p.db", "PRAGMA journal_mode=WAL", "CREATE TABLE a (n INTEGER)");
    var process =
        new ProcessBuilder("sqlite3", "-batch", "p.db").directory(bench.folder.toFile()).start();
    try (var input = process.outputWriter();
        var output = process.inputReader()) {
      for (int round = 0; round < 20; round++) {
        input.write("BEGIN; INSERT INTO a VALUES (1); INSERT INTO a VALUES (-1); COMMIT;\n");
        input.write("BEGIN; INSERT INTO a VALUES (1); SELECT 'half';\n");
        input.flush();
        assertThat(output.readLine()).isEqualTo("half");
        bench.restore(bench.dump("p.db"), "copy.db", true);
        assertThat(bench.sqlite3("copy.db", "SELECT sum(n) FROM a")).isEqualTo("0");
        input.write("ROLLBACK;\n");
      }
    }
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void d1_aDamagedDatabaseIsNoSuccess() throws Exception {
    Path file = bench.make("d.db");
    byte[] sound = Files.readAllBytes(file);
    byte[] torn = Arrays.copyOf(sound, sound.length / 2);
    byte[] altered = sound.clone();
    Arrays.fill(altered, 3 * 4096, 4 * 4096, (byte) 0x5a);
    byte[] noDatabase = sound.clone();
    noDatabase[3] = 'x';
    for (byte[] bytes : new byte[][] {torn, altered, noDatabase}) {
      Files.write(file, bytes);
      var sink = new ByteArrayOutputStream();
      assertThatThrownBy(() -> bench.dump("d.db", sink))
          .isInstanceOfSatisfying(
              BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DATA))
          .hasMessageContaining(file.toString());
      assertThat(sink.size()).isZero();
    }
  }

  @Test
  void findingsAboutContentAreWarnings() throws Exception {
    bench.make(
        "c.db",
        "CREATE TABLE c (n); INSERT INTO c VALUES (NULL); PRAGMA writable_schema=ON;"
            + " UPDATE sqlite_schema SET sql = 'CREATE TABLE c (n NOT NULL)' WHERE name = 'c'");
    bench.dump("c.db");

    assertThat(bench.host.warnings()).hasSize(1).first().asString().contains("NULL value in c.n");
  }

  @Test
  void whatOnlyTheApplicationKnowsDoesNotPreventADump() throws Exception {
    Path file = bench.make("a.db");
    try (var app = Bench.connect(file);
        var statement = app.createStatement()) {
      org.sqlite.Collation.create(
          app,
          "mine",
          new org.sqlite.Collation() {
            @Override
            protected int xCompare(String left, String right) {
              return left.compareTo(right);
            }
          });
      statement.execute("CREATE INDEX i ON t (v COLLATE mine)");
    }
    assertThat(bench.dump("a.db")).hasSize((int) Files.size(file));
    assertThat(bench.host.warnings()).hasSize(1).first().asString().contains("mine");
  }

  @Test
  void aMissingDatabaseIsNamedAndNotMade() throws Exception {
    var missing = new SqliteConfig(bench.file("missing.db"));
    assertThatThrownBy(() -> bench.driver.databases(missing, bench.host))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFIGURATION))
        .hasMessageContaining("missing.db does not exist");
    assertThatThrownBy(() -> bench.driver.check(missing, bench.host))
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> bench.dump("missing.db")).hasMessageContaining("missing.db");
    assertThat(bench.files()).isEmpty();
  }

  @Test
  void aLockedDatabaseIsWorthRetrying() throws Exception {
    Path file = bench.make("l.db");
    try (var app = Bench.connect(file);
        var statement = app.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      assertThatThrownBy(() -> bench.dump("l.db"))
          .isInstanceOfSatisfying(
              BackupException.class, e -> assertThat(e.worthRetrying()).isTrue())
          .hasMessageContaining("is locked");
    }
  }

  @Test
  void aFailingSinkIsPassedOn() throws Exception {
    bench.make("s.db");
    var full =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException("disk full");
          }

          @Override
          public void close() {
            throw new AssertionError("D3: the sink was closed");
          }
        };
    assertThatThrownBy(
            () -> bench.driver.dump(bench.config(), new DumpRequest("s.db"), full, bench.host))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
  }

  @Test
  void d7_anInterruptEndsADump() throws Exception {
    bench.make("i.db");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> bench.dump("i.db")).isInstanceOf(InterruptedException.class);

    var interrupting =
        new ByteArrayOutputStream() {
          @Override
          public synchronized void write(byte[] bytes, int offset, int length) {
            Thread.currentThread().interrupt();
          }
        };
    bench.sqlite3("i.db", "INSERT INTO t VALUES (9999, '', zeroblob(1000000))");
    assertThatThrownBy(() -> bench.dump("i.db", interrupting))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void d7_aCopyInTheMakingIsRemovedOnceItIsMade() throws Exception {
    Path copy = bench.work.resolve("copy.sqlite");
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var removed = new CountDownLatch(1);
    var caller = Thread.currentThread();
    Runnable stubborn =
        () -> {
          begun.countDown();
          caller.interrupt();
          awaitAsNativeCodeWould(release);
          assertThat(copy.toFile().mkdir()).isTrue();
        };
    Runnable remove =
        () -> {
          assertThat(copy.toFile().delete()).isTrue();
          removed.countDown();
        };
    assertThatThrownBy(() -> Aside.run(stubborn, remove)).isInstanceOf(InterruptedException.class);
    assertThat(begun.getCount()).isZero();
    assertThat(removed.getCount()).isEqualTo(1);
    release.countDown();
    removed.await();
    assertThat(copy).doesNotExist();
  }

  private static void awaitAsNativeCodeWould(CountDownLatch release) {
    boolean waiting = true;
    while (waiting) {
      try {
        release.await();
        waiting = false;
      } catch (InterruptedException ignored) {
        // Native code does not look.
      }
    }
  }

  private static int transfer(Path file, AtomicBoolean stop, CountDownLatch written)
      throws Exception {
    int transfers = 0;
    try (var app = Bench.connect(file);
        var statement = app.createStatement()) {
      statement.execute("PRAGMA busy_timeout=20000");
      while (!stop.get()) {
        statement.execute("BEGIN IMMEDIATE");
        statement.execute("UPDATE a SET n = n - 1 WHERE rowid = 1");
        statement.execute("UPDATE t SET v = v || 'x' WHERE id % 7 = 0");
        statement.execute("UPDATE a SET n = n + 1 WHERE rowid = 2");
        statement.execute("COMMIT");
        transfers++;
        written.countDown();
      }
    }
    return transfers;
  }
}
