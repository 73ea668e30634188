package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Finds the end of a statement the way the client and the server do, and refuses what they read
 * differently. A backslash command and a DELIMITER within a statement are refused: a client would
 * run them, and some reach the shell.
 */
final class SqlScanner {

  /** Bytes that must follow a place before it is judged, unless the stream ends. */
  static final int LOOKAHEAD = 16;

  private static final int SQL = 0;
  private static final int LINE = 1;
  private static final int BLOCK = 2;
  private static final int SKIPPED = 3;
  private static final boolean[] SPECIAL = new boolean[256];

  static {
    for (char c : "'\"`/#-\\;dD*@".toCharArray()) {
      SPECIAL[c] = true;
    }
  }

  byte[] delimiter = {';'};
  SqlMode mode = SqlMode.DEFAULT;
  boolean data;
  boolean ended;
  private final RewriteRules rules;
  private int state = SQL;
  private boolean executable;
  private int skippedQuote;

  SqlScanner(RewriteRules rules) {
    this.rules = rules;
  }

  boolean inside() {
    return state > LINE || executable;
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
            case SKIPPED -> skipped(b, p, limit, eof);
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
      if (executable) {
        throw refused("a statement that ends inside a comment");
      }
      ended = true;
      return p + delimiter.length;
    }
    command(b, p, limit);
    if (c == '@' && data) {
      throw refused("a variable among data");
    }
    return comment(b, p, limit);
  }

  private static void command(byte[] b, int p, int limit) {
    if (b[p] == '\\') {
      throw refused("a backslash command of the client");
    }
    if ((b[p] == 'd' || b[p] == 'D')
        && word(b, p, Math.min(limit, p + 10)).startsWith("DELIMITER ")) {
      throw refused("a DELIMITER inside a statement");
    }
  }

  private int comment(byte[] b, int p, int limit) {
    if (b[p] == '#' || dashes(b, p, limit)) {
      state = LINE;
    } else if (b[p] == '/' && p + 1 < limit && b[p + 1] == '*') {
      return opening(b, p, limit);
    } else if (executable && b[p] == '*' && p + 1 < limit && b[p + 1] == '/') {
      executable = false;
      return p + 2;
    }
    return p + 1;
  }

  private int opening(byte[] b, int p, int limit) {
    String text = new String(b, p, Math.min(limit - p, LOOKAHEAD), StandardCharsets.ISO_8859_1);
    int length = SqlToken.opening(text, 0);
    if (length == 0) {
      state = BLOCK;
      return p + 2;
    }
    boolean runs = SqlToken.runs(text, 0, rules);
    if (executable && (runs || !text.startsWith("/*M"))) {
      throw refused("an executable comment within another");
    }
    if (runs) {
      executable = true;
    } else {
      state = SKIPPED;
    }
    return p + length;
  }

  static boolean dashes(byte[] b, int p, int limit) {
    return p + 1 < limit
        && b[p] == '-'
        && b[p + 1] == '-'
        && (p + 2 >= limit || (b[p + 2] >= 0 && b[p + 2] <= ' '));
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

  /** Some clients and servers read its inside as SQL, others do not: both must find one end. */
  private int skipped(byte[] b, int p, int limit, boolean eof) {
    if (!eof && limit - p < LOOKAHEAD) {
      return p;
    }
    int c = b[p];
    if (skippedQuote == 0 && c == '*' && p + 1 < limit && b[p + 1] == '/') {
      state = SQL;
      return p + 2;
    }
    if (c == skippedQuote) {
      skippedQuote = 0;
    } else if (skippedQuote == 0 && (c == '\'' || c == '"' || c == '`')) {
      skippedQuote = c;
    } else if ("'\"`\\;*/#".indexOf(c) >= 0 || (skippedQuote == 0 && dashes(b, p, limit))) {
      throw refused("a comment for other versions that these read differently");
    } else if (skippedQuote == 0) {
      command(b, p, limit);
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
    boolean name = quote == '`' || (quote == '"' && mode.ansiQuotes());
    if (!mode.plain(quote)) {
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
