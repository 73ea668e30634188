package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Finds the end of a statement the way the mysql client does: a delimiter counts inside an
 * executable comment, but not in quotes, ordinary comments and hints. A backslash command and a
 * DELIMITER within a statement are refused: a client would run them, and some reach the shell.
 */
final class SqlScanner {

  /** Bytes that must follow a place before it is judged, unless the stream ends. */
  static final int LOOKAHEAD = 16;

  private static final int SQL = 0;
  private static final int LINE = 1;
  private static final int BLOCK = 2;
  private static final boolean[] SPECIAL = new boolean[256];

  static {
    for (char c : "'\"`/#-\\;dD".toCharArray()) {
      SPECIAL[c] = true;
    }
  }

  byte[] delimiter = {';'};
  boolean noBackslashEscapes;
  boolean ansiQuotes;
  boolean ended;
  private int state = SQL;

  boolean inside() {
    return state > LINE;
  }

  /** Scans on; returns where it stopped: after the delimiter, or where more bytes are needed. */
  int scan(byte[] b, int from, int limit, boolean eof) {
    int p = from;
    ended = false;
    while (p < limit && !ended) {
      int before = p;
      int was = state;
      p =
          switch (state) {
            case SQL -> sql(b, p, limit, eof);
            case LINE -> line(b, p, limit);
            case BLOCK -> block(b, p, limit, eof);
            default -> quoted(b, p, limit, eof);
          };
      if (p == before && was == state) {
        return p;
      }
    }
    return p;
  }

  private int sql(byte[] b, int from, int limit, boolean eof) {
    int p = from;
    while (p < limit && !SPECIAL[b[p] & 0xff]) {
      p++;
    }
    if (p == limit || (!eof && limit - p < LOOKAHEAD)) {
      return p;
    }
    int c = b[p];
    if (c == '\'' || c == '"' || c == '`') {
      state = c;
      return p + 1;
    }
    if (starts(b, p, limit, delimiter)) {
      ended = true;
      return p + delimiter.length;
    }
    if (c == '\\') {
      throw refused("a backslash command of the client");
    }
    if ((c == 'd' || c == 'D') && word(b, p, Math.min(limit, p + 10)).startsWith("DELIMITER ")) {
      throw refused("a DELIMITER inside a statement");
    }
    return comment(b, p, limit);
  }

  private int comment(byte[] b, int p, int limit) {
    if (b[p] == '#' || dashes(b, p, limit)) {
      state = LINE;
    } else if (b[p] == '/' && p + 1 < limit && b[p + 1] == '*') {
      int opening = executable(b, p, limit);
      if (opening > 0) {
        return p + opening;
      }
      state = BLOCK;
      return p + 2;
    }
    return p + 1;
  }

  static boolean dashes(byte[] b, int p, int limit) {
    return p + 1 < limit
        && b[p] == '-'
        && b[p + 1] == '-'
        && (p + 2 >= limit || (b[p + 2] >= 0 && b[p + 2] <= ' '));
  }

  /** The length of the opening of an executable comment, or 0. */
  static int executable(byte[] b, int p, int limit) {
    if (p + 2 < limit && b[p + 2] == '!') {
      return 3;
    }
    return p + 3 < limit && b[p + 2] == 'M' && b[p + 3] == '!' ? 4 : 0;
  }

  private int line(byte[] b, int from, int limit) {
    int p = from;
    while (p < limit && b[p] != '\n') {
      p++;
    }
    if (p < limit) {
      state = SQL;
      return p + 1;
    }
    return p;
  }

  private int block(byte[] b, int from, int limit, boolean eof) {
    int p = from;
    while (p < limit && b[p] != '*') {
      p++;
    }
    if (p + 1 >= limit) {
      return eof ? limit : p;
    }
    if (b[p + 1] == '/') {
      state = SQL;
      return p + 2;
    }
    return p + 1;
  }

  private int quoted(byte[] b, int from, int limit, boolean eof) {
    byte quote = (byte) state;
    int p = from;
    while (p < limit && b[p] != quote && b[p] != '\\') {
      p++;
    }
    if (p == limit) {
      return p;
    }
    if (b[p] == quote) {
      // a doubled quote closes and opens again
      state = SQL;
      return p + 1;
    }
    if (p + 1 >= limit) {
      return eof ? limit : p;
    }
    boolean name = quote == '`' || (quote == '"' && ansiQuotes);
    if (!name && !noBackslashEscapes) {
      return p + 2;
    }
    if (name && b[p + 1] == quote) {
      throw refused("a name that ends in a backslash, which clients read differently");
    }
    return p + 1;
  }

  static boolean starts(byte[] b, int p, int limit, byte[] what) {
    int i = 0;
    while (i < what.length && p + i < limit && b[p + i] == what[i]) {
      i++;
    }
    return i == what.length;
  }

  static String word(byte[] b, int from, int to) {
    return new String(b, from, to - from, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
  }

  static BackupException refused(String what) {
    return BackupException.data(
        "the dump holds "
            + what
            + ", which no dump tool writes; restore it by hand if you trust it");
  }
}
