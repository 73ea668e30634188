package digital.vya.backup.sqlite;

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
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqliteSwapTest {

  private static final String NEW = ".app.db_vya_new_0123abcd";
  private static final String OLD = ".app.db_vya_old_0123abcd";
  private static final Swap SWAP = new Swap(NEW, "app.db", OLD, false);

  @TempDir Path folder;

  private Bench bench;
  private String restored;

  @BeforeEach
  void open() throws Exception {
    bench = new Bench(folder);
    bench.make("o.db", "PRAGMA journal_mode=WAL");
    restored = Bench.content(bench.file("o.db"));
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
  }

  private void makeScratch() throws Exception {
    bench.restore(bench.dump("o.db"), NEW, false);
    // What fingerprints are made of leaves a -shm beside a database in WAL mode.
    bench.driver.dump(
        bench.config(), new DumpRequest(NEW), OutputStream.nullOutputStream(), bench.host);
  }

  private String makeTarget(String mode) throws Exception {
    bench.sqlite3("app.db", "PRAGMA journal_mode=" + mode + "; CREATE TABLE mine (x)");
    bench.sqlite3("app.db", "INSERT INTO mine VALUES (1), ('ação')");
    Files.setPosixFilePermissions(
        bench.file("app.db"), PosixFilePermissions.fromString("rw-rw-r--"));
    Files.setAttribute(bench.file("app.db"), "unix:uid", 1234);
    return Bench.content(bench.file("app.db"));
  }

  private String content() throws Exception {
    return Bench.content(bench.file("app.db"));
  }

  /** What is there, but for what SQLite keeps beside the database that was dumped. */
  private List<String> files() throws IOException {
    return bench.files().stream().filter(name -> !name.startsWith("o.db-")).toList();
  }

  private static int rows(Statement statement) throws SQLException {
    try (var rows = statement.executeQuery("SELECT count(*) FROM mine")) {
      return rows.getInt(1);
    }
  }

  private void swap(Swap swap) throws Exception {
    bench.driver.swap(bench.config(), swap, bench.host);
  }

  private void drop(String name) throws Exception {
    bench.driver.drop(bench.config(), name, bench.host);
  }

  private List<TableFingerprint> fingerprints(String name) throws Exception {
    var told = new ArrayList<TableFingerprint>();
    bench.driver.dump(
        bench.config(),
        new DumpRequest(name),
        OutputStream.nullOutputStream(),
        told::add,
        bench.host);
    return told;
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "WAL", "PERSIST"})
  void x4_whatWasThereComesBack(String mode) throws Exception {
    String before = makeTarget(mode);
    List<TableFingerprint> told = fingerprints("app.db");
    makeScratch();
    assertThat(fingerprints(NEW)).isEqualTo(fingerprints("o.db"));
    assertThat(bench.driver.databases(bench.config(), bench.host))
        .containsExactly("app.db", "o.db");

    swap(SWAP);
    assertThat(content()).isEqualTo(restored);
    assertThat(Target.modeOf(bench.file("app.db"))).isEqualTo("rw-rw-r--");
    assertThat(Files.getAttribute(bench.file("app.db"), "unix:uid")).isEqualTo(1234);
    assertThat(fingerprints(OLD)).isEqualTo(told);
    assertThat(bench.driver.databases(bench.config(), bench.host))
        .containsExactly("app.db", "o.db");

    String older = OLD.replace("0123", "4567");
    swap(new Swap(OLD, "app.db", older, false));
    assertThat(content()).isEqualTo(before);
    assertThat(bench.sqlite3("app.db", "PRAGMA journal_mode"))
        .isEqualToIgnoringCase(mode.equals("PERSIST") ? "delete" : mode);
    drop(older);
    drop(older);
    assertThat(files()).containsOnly("app.db", "o.db");
  }

  @Test
  void whatIsStillInTheWalOfTheTargetIsKept() throws Exception {
    makeTarget("WAL");
    Path copy = folder.resolve("killed");
    try (var app = Bench.connect(bench.file("app.db"));
        var statement = app.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint=0");
      statement.execute("INSERT INTO mine VALUES ('only in the wal')");
      Files.copy(bench.file("app.db"), copy);
      Files.copy(bench.file("app.db-wal"), folder.resolve("killed-wal"));
    }
    // As after a kill of the program.
    Files.move(copy, bench.file("app.db"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Files.move(folder.resolve("killed-wal"), bench.file("app.db-wal"));
    makeScratch();
    swap(SWAP);

    assertThat(content()).isEqualTo(restored);
    assertThat(bench.sqlite3(OLD, "SELECT count(*) FROM mine")).isEqualTo("3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "WAL", "damaged", "none", "no hard links"})
  void x3_aSwapThatIsKilledIsBroughtToOneOfItsEnds(String kind) throws Exception {
    for (int done = 0; done <= 5; done++) {
      String before = kind.equals("none") ? "" : makeTarget(kind.length() > 6 ? "DELETE" : kind);
      if (kind.equals("damaged")) {
        before = "no database";
        Files.writeString(bench.file("app.db"), before);
        Files.writeString(bench.file("app.db-wal"), "its wal");
      }
      makeScratch();
      var exchange = Swapping.exchange(bench.config().path(), SWAP);
      for (int step = 0; step < done; step++) {
        if (kind.equals("no hard links") && step == 1) {
          Files.move(exchange.target(), exchange.kept());
        } else {
          exchange.steps().get(step).run();
        }
      }
      boolean isNew = bench.driver.recover(bench.config(), SWAP, bench.host);
      assertThat(bench.driver.recover(bench.config(), SWAP, bench.host)).isEqualTo(isNew);

      assertThat(isNew).as(kind + " after " + done).isEqualTo(done > 3);
      if (isNew) {
        assertThat(content()).isEqualTo(restored);
      } else if (kind.equals("damaged")) {
        assertThat(Files.readString(bench.file("app.db"))).isEqualTo(before);
        assertThat(Files.readString(bench.file("app.db-wal"))).isEqualTo("its wal");
      } else if (!before.isEmpty()) {
        assertThat(content()).isEqualTo(before);
      }
      drop(NEW);
      drop(OLD);
      for (String suffix : new String[] {"", "-wal", "-shm", "-journal"}) {
        Files.deleteIfExists(bench.file("app.db" + suffix));
      }
      assertThat(files()).containsExactly("o.db");
    }
  }

  @Test
  void aDamagedTargetIsKeptAsItIs() throws Exception {
    Files.writeString(bench.file("app.db"), "no database");
    makeScratch();
    swap(SWAP);
    assertThat(content()).isEqualTo(restored);
    swap(new Swap(OLD, "app.db", OLD.replace("0123", "4567"), false));
    assertThat(Files.readString(bench.file("app.db"))).isEqualTo("no database");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "WAL"})
  void x2_aTargetThatIsUsedStaysAsItIs(String mode) throws Exception {
    makeTarget(mode);
    makeScratch();
    try (var app = Bench.connect(bench.file("app.db"));
        var statement = app.createStatement()) {
      statement.execute("INSERT INTO mine VALUES (3)");
      assertThat(bench.driver.look(bench.config(), "app.db", bench.host).sessions())
          .singleElement()
          .asString()
          .startsWith("process " + ProcessHandle.current().pid() + " (");
      assertThatThrownBy(() -> swap(SWAP))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("is used by process ");
      statement.execute("BEGIN IMMEDIATE");
      statement.execute("INSERT INTO mine VALUES (4)");
      assertThatThrownBy(() -> swap(new Swap(NEW, "app.db", OLD, true)))
          .isInstanceOfSatisfying(
              BackupException.class, e -> assertThat(e.worthRetrying()).isTrue())
          .hasMessageContaining("is locked by another program");
      statement.execute("COMMIT");
    }
    assertThat(bench.sqlite3("app.db", "SELECT count(*) FROM mine")).isEqualTo("4");
    assertThat(files()).doesNotContain(OLD);
  }

  @Test
  void aProgramWithoutALockMayGoOnWithWhatWasReplaced() throws Exception {
    makeTarget("DELETE");
    makeScratch();
    try (var app = Bench.connect(bench.file("app.db"));
        var statement = app.createStatement()) {
      assertThat(rows(statement)).isEqualTo(2);
      swap(new Swap(NEW, "app.db", OLD, true));
      assertThat(rows(statement)).isEqualTo(2);
      assertThatThrownBy(() -> statement.execute("INSERT INTO mine VALUES (3)"))
          .hasMessageContaining("READONLY_DBMOVED");
    }
    assertThat(content()).isEqualTo(restored);
  }

  @Test
  void x2_aSwapThatCannotBeDoneLeavesEverything() throws Exception {
    String before = makeTarget("DELETE");
    assertThatThrownBy(() -> swap(SWAP)).hasMessageContaining("there is no database ");
    makeScratch();
    Files.writeString(bench.file(OLD), "of somebody");
    assertThatThrownBy(() -> swap(SWAP)).hasMessageContaining("exists already");
    Files.delete(bench.file(OLD));
    var exchange = Swapping.exchange(bench.config().path(), SWAP);
    for (var step : exchange.steps()) {
      step.run();
    }
    exchange.undo();
    assertThat(content()).isEqualTo(before);
    assertThat(files()).contains(NEW).doesNotContain(OLD);
  }

  @Test
  void whatAKilledRestoreLeavesIsDroppedWithTheScratch() throws Exception {
    byte[] dump = bench.dump("o.db");
    var seen = new ArrayList<String>();
    var killing =
        new ByteArrayInputStream(dump) {
          @Override
          public synchronized int read(byte[] bytes, int offset, int length) {
            try {
              seen.addAll(bench.files());
              Files.copy(bench.file(NEW + "-arrived"), folder.resolve("left"));
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
            return -1;
          }
        };
    var into = new RestoreRequest("o.db", Optional.of(NEW), false, Map.of());
    assertThatThrownBy(() -> bench.driver.restore(bench.config(), into, killing, bench.host))
        .isInstanceOf(BackupException.class);
    assertThat(seen).contains(NEW + "-arrived").noneMatch(name -> name.endsWith(".restoring"));
    Files.move(folder.resolve("left"), bench.file(NEW + "-arrived"));
    bench.restore(dump, NEW, false);
    assertThat(Target.modeOf(bench.file(NEW))).isEqualTo("rw-------");
    Files.createFile(bench.file(NEW + "-arrived"));
    drop(NEW);
    assertThat(files()).containsExactly("o.db");
  }

  @Test
  void x1_lookingChangesNothing() throws Exception {
    makeTarget("WAL");
    byte[] before = Files.readAllBytes(bench.file("app.db"));
    var state = bench.driver.look(bench.config(), "app.db", bench.host);
    assertThat(state.exists() && state.holdsAnything()).isTrue();
    assertThat(state.free().orElse(0)).isPositive();
    assertThat(state.sessions()).isEmpty();
    assertThat(bench.driver.look(bench.config(), "none.db", bench.host).exists()).isFalse();
    assertThat(Files.readAllBytes(bench.file("app.db"))).isEqualTo(before);
    assertThat(files()).containsExactly("app.db", "o.db");

    Files.createSymbolicLink(bench.file("link.db"), Path.of("app.db"));
    assertThatThrownBy(() -> bench.driver.look(bench.config(), "link.db", bench.host))
        .hasMessageContaining("is a link to app.db");
    Files.createDirectory(bench.file("folder.db"));
    assertThatThrownBy(() -> bench.driver.look(bench.config(), "folder.db", bench.host))
        .hasMessageContaining("is a folder");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"app.db", "_vya_new_0123abcd", "x_vya_new_0123abcd", ".x_vya_new_0123ABCD", ""})
  void x5_whatIsNoScratchDatabaseIsNotDropped(String name) throws Exception {
    makeTarget("DELETE");
    assertThatThrownBy(() -> drop(name)).hasMessageContaining("is not the name of a scratch");
    assertThatThrownBy(() -> drop("../.x_vya_new_0123abcd")).isInstanceOf(BackupException.class);
    assertThatThrownBy(() -> drop("./../.x_vya_new_0123abcd")).isInstanceOf(BackupException.class);
    assertThat(files()).containsExactly("app.db", "o.db");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b'c\"d-%.db", "ação ☃ 日本", "-dash", ".hidden", "new\nline"})
  void namesAreAllowedAndAlwaysTheSame(String target) throws Exception {
    var config = bench.config();
    for (String name : new String[] {target, "ç".repeat(120) + ".db"}) {
      String scratch = bench.driver.beside(config, name, "new", "0123abcd");
      String kept = bench.driver.beside(config, name, "old", "0123abcd");
      assertThat(scratch).isEqualTo(bench.driver.beside(config, name, "new", "0123abcd"));
      bench.restore(bench.dump("o.db"), name, false);
      bench.restore(bench.dump("o.db"), scratch, false);
      swap(new Swap(scratch, name, kept, false));
      assertThat(Bench.content(bench.file(kept))).isEqualTo(restored);
      drop(kept);
      assertThat(files()).containsExactlyInAnyOrder(name, "o.db");
      Files.delete(bench.file(name));
    }
  }

  @Test
  void aSingleFileHasItsScratchBesideIt() throws Exception {
    String before = makeTarget("DELETE");
    var config = new SqliteConfig(bench.file("app.db"));
    var into = new RestoreRequest("o.db", Optional.of(NEW), false, Map.of());
    bench.driver.restore(config, into, new ByteArrayInputStream(bench.dump("o.db")), bench.host);
    var sink = new ByteArrayOutputStream();
    bench.driver.dump(config, new DumpRequest(NEW), sink, bench.host);
    assertThat(Arrays.equals(sink.toByteArray(), bench.dump("o.db"))).isTrue();
    bench.driver.swap(config, SWAP, bench.host);
    assertThat(content()).isEqualTo(restored);
    bench.driver.swap(config, new Swap(OLD, "app.db", OLD.replace("0", "f"), false), bench.host);
    assertThat(content()).isEqualTo(before);
    assertThat(bench.driver.databases(config, bench.host)).containsExactly("app.db");
    bench.driver.drop(config, OLD.replace("0", "f"), bench.host);
    assertThat(files()).containsExactly("app.db", "o.db");
  }
}
