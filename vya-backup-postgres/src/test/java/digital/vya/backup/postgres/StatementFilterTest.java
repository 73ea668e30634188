package digital.vya.backup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left out of a plain dump, and what is not. */
final class StatementFilterTest {

  private static final int DUMPS = 2000;
  private static final String END = "\n--\n-- PostgreSQL database dump complete\n--\n\n";

  private final List<String> told = new ArrayList<>();

  private byte[] filtered(byte[] dump, int chunk, int major) throws IOException {
    try (var in =
        new DumpInput(new Chunks(new ByteArrayInputStream(dump), chunk), "", major, told::add)) {
      return in.readAllBytes();
    }
  }

  private String filtered(String dump, int major) throws IOException {
    byte[] bytes = (dump + END).getBytes(StandardCharsets.UTF_8);
    String kept = new String(filtered(bytes, 1 << 16, major), StandardCharsets.UTF_8);
    assertThat(kept).endsWith(END);
    return kept.substring(0, kept.length() - END.length());
  }

  /** The seed is new every time; a failure names it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1 << 16})
  void nothingButStatementsAboutTheDatabaseIsLeftOut(int chunk) throws Exception {
    long start = new Random().nextLong();
    for (long seed = start; seed < start + DUMPS; seed++) {
      var pair = RandomDump.of(seed);
      byte[] dump = pair.dump().getBytes(StandardCharsets.UTF_8);
      assertThat(new String(filtered(dump, chunk, 15), StandardCharsets.UTF_8))
          .as("RandomDump.of(%dL), read %d bytes at a time", seed, chunk)
          .isEqualTo(pair.kept());
    }
  }

  @Test
  void whatIsLeftOutIsToldOncePerKind() throws Exception {
    filtered(
        "DROP DATABASE a;\nCREATE DATABASE a;\n\\connect a\nSET transaction_timeout = 0;\n", 15);
    assertThat(told).hasSize(2).doesNotHaveDuplicates();
    assertThat(told.get(0)).contains("CREATE DATABASE", "\\connect");
    assertThat(told.get(1)).contains("transaction_timeout");
  }

  @Test
  void aServerThatKnowsATimeoutGetsIt() throws Exception {
    var line = "SET transaction_timeout = 0;\n";
    assertThat(filtered(line, 17)).isEqualTo(line);
    assertThat(told).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\! touch x\n",
        "SELECT 1 \\g |touch\n",
        "SELECT 1 \\\\! touch x\n",
        "\\o x\n",
        "\\encoding WIN1252\n",
        "ROLLBACK;\n",
        "COPY t TO PROGRAM 'touch x';\n",
        "COPY t FROM '/etc/passwd';\n",
        "COPY t FROM stdin; SELECT 1;\n\\.\n",
        "SET client_encoding = 'SJIS';\n"
      })
  void whatPgDumpDoesNotWriteAndCouldHarmIsRefused(String line) {
    assertThatThrownBy(() -> filtered(line, 15)).isInstanceOf(BackupException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY t FROM stdin;\n1\n",
        "SELECT 'x",
        "SELECT $x$",
        "/* ",
        "SELECT 1",
        "CREATE TABLE \"x"
      })
  void anEndMarkWithinSomethingIsNone(String open) {
    assertThatThrownBy(() -> filtered(open, 15))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("cut off");
  }

  @Test
  void aDumpOfWindowsIsTaken() throws Exception {
    String dump = "\uFEFF--\nCOPY t FROM stdin;\n1\n\\.\n" + END;
    byte[] bytes = dump.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    assertThat(new String(filtered(bytes, 7, 15), StandardCharsets.UTF_8))
        .isEqualTo(dump.substring(1).replace("\n", "\r\n"));
  }

  /** Gives no more than so many bytes at once. */
  private static final class Chunks extends FilterInputStream {

    private final int most;

    Chunks(InputStream in, int most) {
      super(in);
      this.most = most;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return super.read(buffer, offset, Math.min(length, most));
    }
  }
}
