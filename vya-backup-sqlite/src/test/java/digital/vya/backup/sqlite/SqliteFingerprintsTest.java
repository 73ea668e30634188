package digital.vya.backup.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.TableFingerprint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqliteFingerprintsTest {

  /** Rows from none to far longer than a page, of every kind of table. */
  private static final String[] TABLES = {
    "CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT)",
    "CREATE TABLE hollow (x)",
    "CREATE TABLE plain (a, b, c)",
    "CREATE TABLE keyed (k TEXT PRIMARY KEY, v BLOB) WITHOUT ROWID",
    "CREATE TABLE made (n INTEGER, twice AS (n * 2) STORED, thrice AS (n * 3) VIRTUAL)",
    "CREATE TABLE \"od\"\"d 'näme' (x)\" (v)",
    "CREATE TABLE \"(schema)\" (v)",
    "CREATE VIRTUAL TABLE docs USING fts5(body)",
    fill("counted (v)", 300, "'ação ☃ ' || i"),
    fill("plain", 900, "i, i / 7.0, CASE i % 5 WHEN 0 THEN NULL ELSE zeroblob(i * 37 % 3000) END"),
    fill("keyed", 700, "'key ' || i, zeroblob(i * i % 9000)"),
    fill("made", 100, "i"),
    fill("\"od\"\"d 'näme' (x)\"", 3, "'a' || char(0) || 'b' || i"),
    fill("\"(schema)\"", 2, "CAST(x'fffe00' AS TEXT)"),
    fill("docs", 50, "'words ' || i")
  };

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

  private static String fill(String into, int rows, String values) {
    return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
        + rows
        + ") INSERT INTO "
        + into
        + " SELECT "
        + values
        + " FROM n";
  }

  private void makeAll(String name, int pageSize) throws Exception {
    try (var app = Bench.connect(bench.file(name));
        var statement = app.createStatement()) {
      statement.execute("PRAGMA synchronous = OFF");
      statement.execute("PRAGMA page_size = " + pageSize);
      for (String sql : TABLES) {
        statement.execute(sql.replace("INTO made", "INTO made (n)"));
      }
    }
  }

  /** About a hundred pages. */
  private void makeFew(String name) throws Exception {
    try (var app = Bench.connect(bench.file(name));
        var statement = app.createStatement()) {
      statement.execute("PRAGMA page_size = 512");
      statement.execute("CREATE TABLE plain (a, b)");
      statement.execute("CREATE TABLE keyed (k TEXT PRIMARY KEY, v BLOB) WITHOUT ROWID");
      statement.execute(fill("plain", 60, "i, zeroblob(i * 7)"));
      statement.execute(fill("keyed", 60, "'key ' || i, zeroblob(i * 9)"));
    }
  }

  private Map<String, TableFingerprint> fingerprints(String name) throws Exception {
    var sink = new ByteArrayOutputStream();
    var told = fingerprints(name, sink);
    assertThat(sink.toByteArray()).isEqualTo(bench.dump(name));
    return told;
  }

  private Map<String, TableFingerprint> fingerprints(String name, OutputStream sink)
      throws Exception {
    var told = new TreeMap<String, TableFingerprint>();
    bench.driver.dump(
        bench.config(),
        new DumpRequest(name),
        sink,
        table -> assertThat(told.put(table.table(), table)).isNull(),
        bench.host);
    return told;
  }

  private static long rows(Map<String, TableFingerprint> told, String table) {
    return Objects.requireNonNull(told.get(table), table).rows();
  }

  private void change(String name, String sql) throws Exception {
    try (var app = Bench.connect(bench.file(name));
        var statement = app.createStatement()) {
      statement.execute(sql);
    }
  }

  private long count(String name, String table) throws Exception {
    try (var app = Bench.connect(bench.file(name));
        var statement = app.createStatement()) {
      return statement
          .executeQuery("SELECT count(*) FROM \"" + table.replace("\"", "\"\"") + '"')
          .getLong(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 1024, 4096, 65536})
  void f1_everyTableIsToldWithItsRows(int pageSize) throws Exception {
    makeAll("all.db", pageSize);
    var told = fingerprints("all.db");

    assertThat(told)
        .containsKeys("counted", "hollow", "plain", "keyed", "made", "od\"d 'näme' (x)")
        .containsKeys("\"(schema)\"", "(schema)", "(sequences)", "docs_content", "docs_data")
        .doesNotContainKeys("docs", "sqlite_sequence");
    for (String table : told.keySet()) {
      if (!table.startsWith("(")) {
        long rows = count("all.db", table.equals("\"(schema)\"") ? "(schema)" : table);
        assertThat(rows(told, table)).as(table).isEqualTo(rows);
      }
    }
    assertThat(rows(told, "hollow")).isZero();
    assertThat(rows(told, "(sequences)")).isEqualTo(1);
  }

  @Test
  void f1_anEmptyDatabaseHasAFingerprintToo() throws Exception {
    bench.sqlite3("e.db", "VACUUM");
    Files.createFile(bench.file("zero.db"));
    assertThat(fingerprints("e.db").keySet()).containsExactly("(schema)");
    assertThat(fingerprints("zero.db")).isEqualTo(fingerprints("e.db"));
    Files.delete(bench.file("zero.db"));
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096, 65536})
  void f2_aRestoredDatabaseGivesTheSame(int pageSize) throws Exception {
    makeAll("all.db", pageSize);
    bench.sqlite3("all.db", "PRAGMA journal_mode=WAL");
    var before = fingerprints("all.db");
    bench.restore(bench.dump("all.db"), "other name.db", false);

    assertThat(fingerprints("other name.db")).isEqualTo(before);
    change("other name.db", "VACUUM");
    assertThat(fingerprints("other name.db")).isEqualTo(before);
  }

  @Test
  void f2_theOrderOfRowsDoesNotMatter() throws Exception {
    for (String order : new String[] {"ASC", "DESC"}) {
      String name = order + ".db";
      bench.make(name, "CREATE TABLE mixed (a, b)", "CREATE TABLE w (a PRIMARY KEY, b)");
      bench.sqlite3(name, "INSERT INTO mixed SELECT v, b FROM t ORDER BY id " + order);
      bench.sqlite3(name, "INSERT INTO w SELECT v, b FROM t ORDER BY id " + order);
    }
    assertThat(fingerprints("ASC.db")).isEqualTo(fingerprints("DESC.db"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain: DELETE FROM plain WHERE a = 450",
        "plain: INSERT INTO plain VALUES (NULL, NULL, NULL)",
        "plain: UPDATE plain SET a = '450' WHERE a = 450",
        "plain: UPDATE plain SET a = 450.5 WHERE a = 450",
        "plain: UPDATE plain SET c = CAST(zeroblob(2000) || 'x' AS BLOB) WHERE a = 451",
        "plain: UPDATE plain SET b = (SELECT b FROM plain WHERE a = 1), a = 2 WHERE a = 1",
        "keyed: UPDATE keyed SET v = CAST(v || 'x' AS BLOB) WHERE k = 'key 89'",
        "keyed: DELETE FROM keyed WHERE k = 'key 5'",
        "counted: UPDATE counted SET id = 9 + 300 WHERE id = 9",
        "made: UPDATE made SET n = n + 1 WHERE n = 100",
        "od\"d 'näme' (x): UPDATE \"od\"\"d 'näme' (x)\" SET v = 'a' || char(0) || 'b4'"
            + " WHERE rowid = 3",
        "\"(schema)\": UPDATE \"(schema)\" SET v = CAST(x'fffe01' AS TEXT) WHERE rowid = 1",
        "(sequences): UPDATE sqlite_sequence SET seq = 500",
        "(schema): CREATE INDEX further ON plain (a)",
        "(schema): PRAGMA user_version = 3"
      })
  void f2_aChangeIsSeenInItsTableAlone(String change) throws Exception {
    makeAll("all.db", 1024);
    var before = fingerprints("all.db");
    int colon = change.indexOf(": ");
    change("all.db", change.substring(colon + 2));
    var after = fingerprints("all.db");

    String table = change.substring(0, colon);
    assertThat(after.get(table)).isNotEqualTo(before.get(table));
    before.remove(table);
    after.remove(table);
    assertThat(after).isEqualTo(before);
  }

  @Test
  void f2_theNumberOfARowIsNoContentUnlessItIsAColumn() throws Exception {
    change("r.db", "CREATE TABLE r (v); ");
    change("r.db", "CREATE TABLE d (v INTEGER PRIMARY KEY DESC, w)");
    change("r.db", "INSERT INTO r (rowid, v) VALUES (1, 'a'), (2, 'b')");
    change("r.db", "INSERT INTO d (rowid, v, w) VALUES (1, 5, 'a'), (2, 6, 'b')");
    var before = fingerprints("r.db");
    change("r.db", "UPDATE r SET rowid = rowid + 10");
    change("r.db", "UPDATE d SET rowid = rowid + 10");
    assertThat(fingerprints("r.db")).isEqualTo(before);
  }

  @Test
  void f3_aRowOfAnyLengthIsReadInPieces() throws Exception {
    change("long.db", "CREATE TABLE b (v)");
    change("long.db", "INSERT INTO b VALUES (zeroblob(60000000))");
    try (var pages = new Pages(bench.file("long.db"))) {
      var hash = new Rows(pages).hash(2, false);
      assertThat(hash.fingerprint("b").rows()).isEqualTo(1);
    }
    assertThat(rows(fingerprints("long.db"), "b")).isEqualTo(1);
  }

  @Test
  void virtualTablesOfAMissingModuleDoNotPreventADump() throws Exception {
    makeAll("all.db", 4096);
    change("all.db", "PRAGMA writable_schema=ON");
    try (var app = Bench.connect(bench.file("all.db"));
        var statement = app.createStatement()) {
      statement.execute("PRAGMA writable_schema=ON");
      statement.execute(
          "INSERT INTO sqlite_schema VALUES ('table', 'ext', 'ext', 0,"
              + " 'CREATE VIRTUAL TABLE ext USING gone(a)')");
    }
    assertThat(fingerprints("all.db")).containsKeys("plain", "docs_content");
  }

  @Test
  void whatOnlyTheApplicationKnowsDoesNotMatter() throws Exception {
    bench.make("c.db");
    change("c.db", "PRAGMA writable_schema=ON");
    try (var app = Bench.connect(bench.file("c.db"));
        var statement = app.createStatement()) {
      statement.execute("PRAGMA writable_schema=ON");
      statement.execute(
          "UPDATE sqlite_schema SET sql = 'CREATE TABLE t (id INTEGER PRIMARY KEY,"
              + " v TEXT COLLATE mine, b BLOB)' WHERE name = 't'");
    }
    assertThat(rows(fingerprints("c.db"), "t")).isEqualTo(500);
  }

  @Test
  void pagesThatFormALoopAreFound() throws Exception {
    makeFew("all.db");
    byte[] whole = Files.readAllBytes(bench.file("all.db"));
    int seen = 0;
    for (int page = 1; page < whole.length / 512; page++) {
      byte[] torn = whole.clone();
      Arrays.fill(torn, page * 512 + 8, page * 512 + 12, (byte) 0);
      torn[page * 512 + 11] = (byte) (page + 1);
      Path file = Files.write(folder.resolve("torn.db"), torn);
      try {
        Schema.fingerprints(file, "torn.db", table -> {});
      } catch (BackupException e) {
        assertThat(e.reason()).isEqualTo(Reason.DATA);
        seen++;
      }
    }
    assertThat(seen).isGreaterThan(20);
  }

  @Test
  void noDamageLeadsOutsideOfAPage() throws Exception {
    makeFew("all.db");
    byte[] whole = Files.readAllBytes(bench.file("all.db"));
    var random = new java.util.Random(5);
    int seen = 0;
    for (int round = 0; round < 300; round++) {
      byte[] torn = whole.clone();
      int page = 1 + random.nextInt(whole.length / 512 - 1);
      for (int n = 0; n < 8; n++) {
        torn[page * 512 + random.nextInt(40)] = (byte) random.nextInt();
      }
      Path file = Files.write(folder.resolve("torn.db"), torn);
      try {
        Schema.fingerprints(file, "torn.db", table -> {});
      } catch (BackupException e) {
        assertThat(e.reason()).isEqualTo(Reason.DATA);
        seen++;
      }
    }
    assertThat(seen).isPositive();
  }

  @Test
  void d7_anInterruptEndsTheReadingOfRows() throws Exception {
    makeAll("all.db", 4096);
    Path file = bench.file("all.db");
    var tables = Set.of("plain", "keyed");
    assertThatThrownBy(
            () ->
                Schema.fingerprints(
                    file,
                    "all.db",
                    table -> {
                      assertThat(tables).doesNotContain(table.table());
                      if (table.table().equals("(sequences)")) {
                        Thread.currentThread().interrupt();
                      }
                    }))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }
}
