package digital.vya.backup.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Takes a plain dump apart, in pieces of any size: statements, and the rows of COPY, which nothing
 * in them turns into statements. Memory stays constant.
 */
final class DumpParts {

  /** What is done with the parts; all of them together are the whole dump. */
  interface Taker {

    /** A statement with what stands before it; its bytes as Latin-1. */
    void statement(String text) throws IOException;

    /** A piece of what is no statement, or of one longer than any that matters. */
    void other(byte[] bytes, int from, int count) throws IOException;

    /** A piece of a row, without its newline. */
    void row(byte[] bytes, int from, int count) throws IOException;

    /** The newline of a row. */
    void endRow() throws IOException;

    /** The line after the last row, with its newline. */
    void endRows() throws IOException;
  }

  /** Longer than 1600 columns of the longest names. */
  private static final int LONGEST = 1 << 20;

  private static final Pattern COPY =
      Pattern.compile(
          "COPY\\s+[^(\\s].*\\sFROM\\s+STDIN\\b.*;", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final byte[] LAST_LINE = {'\\', '.'};

  private final Taker taker;
  private final StatementEnd ends = new StatementEnd();
  private byte[] statement = new byte[1 << 12];
  private int length;
  private boolean tooLong;
  private boolean rows;
  private boolean restOfCopy;
  private boolean midRow;
  private int ofLastLine;
  private String latin = "";
  private int latinAt;

  DumpParts(Taker taker) {
    this.taker = taker;
  }

  void take(byte[] bytes, int from, int count) throws IOException {
    int at = from;
    int end = from + count;
    latin = "";
    while (at < end) {
      at = rows ? row(bytes, at, end) : statement(bytes, at, end);
    }
  }

  /** Hands over what stands after the last statement. */
  void end() throws IOException {
    other();
  }

  private int statement(byte[] bytes, int from, int end) throws IOException {
    if (restOfCopy) {
      taker.other(bytes, from, 1);
      restOfCopy = bytes[from] != '\n';
      rows = !restOfCopy;
      return from + 1;
    }
    int found = ends.find(bytes, from, end);
    int stop = found < 0 ? end : found;
    keep(bytes, from, stop - from);
    if (found >= 0) {
      if (tooLong) {
        other();
      } else {
        String text = new String(statement, 0, length, StandardCharsets.ISO_8859_1);
        length = 0;
        taker.statement(text);
        restOfCopy = COPY.matcher(text).region(start(text), text.length()).matches();
      }
      tooLong = false;
    }
    return stop;
  }

  private void keep(byte[] bytes, int from, int count) throws IOException {
    if (length + count > LONGEST) {
      tooLong = true;
    }
    if (tooLong) {
      other();
      taker.other(bytes, from, count);
      return;
    }
    if (length + count > statement.length) {
      statement = Arrays.copyOf(statement, Math.max(length + count, 2 * statement.length));
    }
    System.arraycopy(bytes, from, statement, length, count);
    length += count;
  }

  private void other() throws IOException {
    if (length > 0) {
      taker.other(statement, 0, length);
      length = 0;
    }
  }

  /** Where a statement begins: after empty lines, comments and psql's own commands. */
  static int start(String text) {
    int at = 0;
    while (at < text.length()) {
      if (text.charAt(at) <= ' ') {
        at++;
      } else if (text.startsWith("--", at) || text.charAt(at) == '\\') {
        int newline = text.indexOf('\n', at);
        at = newline < 0 ? text.length() : newline;
      } else {
        break;
      }
    }
    return at;
  }

  private int row(byte[] bytes, int from, int end) throws IOException {
    int newline = newline(bytes, from, end);
    int stop = newline < 0 ? end : newline;
    if (!midRow && (ofLastLine > 0 || (from < stop && bytes[from] == '\\'))) {
      if (mayBeLastLine(bytes, from, stop)) {
        ofLastLine += stop - from;
        if (newline >= 0 && ofLastLine == LAST_LINE.length) {
          ofLastLine = 0;
          rows = false;
          taker.endRows();
          return newline + 1;
        }
        if (newline < 0) {
          return end;
        }
        stop = from;
      }
      taker.row(LAST_LINE, 0, ofLastLine);
      ofLastLine = 0;
    }
    // What was taken for the last line is handed over already.
    taker.row(bytes, from, stop - from);
    midRow = newline < 0;
    if (midRow) {
      return end;
    }
    taker.endRow();
    return newline + 1;
  }

  private boolean mayBeLastLine(byte[] bytes, int from, int stop) {
    int count = stop - from;
    return ofLastLine + count <= LAST_LINE.length
        && Arrays.equals(bytes, from, stop, LAST_LINE, ofLastLine, ofLastLine + count);
  }

  /** A text's search for a character is an intrinsic: many bytes at once. */
  private int newline(byte[] bytes, int from, int end) {
    if (latin.isEmpty()) {
      latin = new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
      latinAt = from;
    }
    int found = latin.indexOf('\n', from - latinAt);
    return found < 0 ? -1 : found + latinAt;
  }
}
