package digital.vya.backup.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.TableFingerprint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dump is taken apart the same way, whatever pieces it comes in. */
final class DumpPartsTest {

  private static final String DUMP =
      """
      -- it's a "comment; $$
      \\restrict it's
      SET standard_conforming_strings = on;
      CREATE FUNCTION f(a int) RETURNS text AS $_$; $$ $1;
      COPY public.fake (a) FROM stdin;
      1
      \\.
      $_$ LANGUAGE sql;
      SELECT a$b$c, 'it''s; ', E'\\';', E'x''\\';', 'C:\\', $1;/* ; /* ' */ ; */
      CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);
      CREATE VIEW "v; COPY t FROM stdin;
      " AS SELECT '
      COPY public.fake (a) FROM stdin;
      ';
      COPY public."t; (""x"") FROM stdin;" (a, "b
      ;") FROM stdin;
      \\N\tCOPY public.fake (a) FROM stdin;
      \\\\.
      \\.x

      '$$"
      \\.
      copy t from stdin with (format text);
      \\
      \\.

      SELECT pg_catalog.setval('public.s', 7, true);
      -- the end
      """;

  private static final List<String> PARTS =
      List.of(
          "-- it's a \"comment; $$ \\restrict it's SET standard_conforming_strings = on;",
          " CREATE FUNCTION f(a int) RETURNS text AS $_$; $$ $1;"
              + " COPY public.fake (a) FROM stdin; 1 \\. $_$ LANGUAGE sql;",
          " SELECT a$b$c, 'it''s; ', E'\\';', E'x''\\';', 'C:\\', $1;",
          "/* ; /* ' */ ; */ CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);",
          " CREATE VIEW \"v; COPY t FROM stdin; \" AS SELECT ' COPY public.fake (a) FROM stdin; ';",
          " COPY public.\"t; (\"\"x\"\") FROM stdin;\" (a, \"b ;\") FROM stdin;",
          "[\\N\tCOPY public.fake (a) FROM stdin;]",
          "[\\\\.]",
          "[\\.x]",
          "[]",
          "['$$\"]",
          "end of rows",
          "copy t from stdin with (format text);",
          "[\\]",
          "end of rows",
          " SELECT pg_catalog.setval('public.s', 7, true);",
          "other: -- the end ");

  /** Remembers the parts and puts the dump together again. */
  private static final class Parts implements DumpParts.Taker {
    private final List<String> parts = new ArrayList<>();
    private final StringBuilder whole = new StringBuilder();
    private final StringBuilder row = new StringBuilder();
    private final StringBuilder other = new StringBuilder();

    @Override
    public void statement(String text) {
      parts.add(text.replace('\n', ' '));
      whole.append(text);
      other.setLength(0);
    }

    @Override
    public void other(byte[] bytes, int from, int count) {
      String text = new String(bytes, from, count, StandardCharsets.ISO_8859_1);
      other.append(text);
      whole.append(text);
    }

    @Override
    public void row(byte[] bytes, int from, int count) {
      row.append(new String(bytes, from, count, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void endRow() {
      parts.add("[" + row + "]");
      whole.append(row).append('\n');
      row.setLength(0);
    }

    @Override
    public void endRows() {
      parts.add("end of rows");
      whole.append("\\.\n");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 16, 100, 10_000})
  void thePiecesDoNotMatter(int size) throws IOException {
    var parts = new Parts();
    var dump = new DumpParts(parts);
    byte[] bytes = DUMP.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += size) {
      dump.take(bytes, at, Math.min(size, bytes.length - at));
    }
    dump.end();
    parts.parts.add("other: " + parts.other.toString().strip().replace('\n', ' ') + " ");
    assertThat(parts.whole.toString()).isEqualTo(DUMP);
    assertThat(parts.parts).containsExactlyElementsOf(PARTS);
  }

  @Test
  void aStatementOfAnyLengthPassesAndTheNextOneIsSeen() throws IOException {
    var parts = new Parts();
    var dump = new DumpParts(parts);
    String text = "INSERT INTO t VALUES ('" + "x;\n".repeat(700_000) + "');SELECT 2;";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += 65_536) {
      dump.take(bytes, at, Math.min(65_536, bytes.length - at));
    }
    assertThat(parts.whole.toString()).isEqualTo(text);
    assertThat(parts.parts).containsExactly("SELECT 2;");
  }

  @Test
  void rowsOfRandomBytesGiveTheSameHashInAnyPiecesAndAnyOrder() throws IOException {
    var random = new Random(4711);
    List<byte[]> rows = new ArrayList<>();
    for (int n = 0; n < 300; n++) {
      var row = new ByteArrayOutputStream();
      for (int left = random.nextInt(n % 50 == 0 ? 200_000 : 40); left > 0; left--) {
        // As in a dump: no newline within a row, and no row that is the end mark.
        row.write("\\.\\.\\N;'$ab\tCOPY".charAt(random.nextInt(15)));
      }
      row.write('x');
      row.write('\n');
      rows.add(row.toByteArray());
    }
    TableFingerprint expected = hash(rows, random, 1 << 20);
    assertThat(expected.rows()).isEqualTo(300);
    for (int n = 0; n < 40; n++) {
      Collections.shuffle(rows, random);
      assertThat(hash(rows, random, 1 + random.nextInt(300))).isEqualTo(expected);
    }
    rows.set(7, rows.get(8));
    assertThat(hash(rows, random, 100)).isNotEqualTo(expected);
  }

  private static TableFingerprint hash(List<byte[]> rows, Random random, int most)
      throws IOException {
    var dump = new ByteArrayOutputStream();
    dump.writeBytes("COPY public.t (a) FROM stdin;\n".getBytes(StandardCharsets.UTF_8));
    rows.forEach(dump::writeBytes);
    dump.writeBytes("\\.\n\n".getBytes(StandardCharsets.UTF_8));
    byte[] bytes = dump.toByteArray();
    var told = new ArrayList<TableFingerprint>();
    try (var hashes = new TableHashes(OutputStream.nullOutputStream())) {
      int at = 0;
      while (at < bytes.length) {
        int count = Math.min(1 + random.nextInt(most), bytes.length - at);
        hashes.write(bytes, at, count);
        at += count;
      }
      hashes.tell(told::add);
    }
    assertThat(told).hasSize(1);
    return told.get(0);
  }
}
