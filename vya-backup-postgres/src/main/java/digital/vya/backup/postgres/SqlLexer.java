package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import java.nio.charset.StandardCharsets;

/**
 * Finds the lexical elements of PostgreSQL's SQL as psql does: what looks like a keyword or a
 * semicolon in a string, a quoted name, a dollar quote or a comment is none. It works on bytes, in
 * every encoding in which a byte below 128 is always the ASCII character.
 *
 * <p>Strings, quoted names, dollar quotes and comments may come in any number of pieces; all other
 * elements are seen whole, for which the caller keeps what was not taken and offers it again with
 * more behind it. Where only ends of statements count, and nothing rests on them, {@link
 * StatementEnd} is faster.
 */
final class SqlLexer {

  /** What was found. */
  enum Kind {
    /** White space or a comment, or a piece of them. */
    GAP,
    /** An unquoted word or name. */
    WORD,
    /** A string, a quoted name or a dollar quote, or a piece of them. */
    QUOTED,
    /** One byte of anything else. */
    SIGN
  }

  private enum Within {
    SQL,
    STRING,
    NAME,
    LINE_COMMENT,
    BLOCK_COMMENT,
    DOLLARS
  }

  private Kind kind = Kind.GAP;
  private Within within = Within.SQL;
  private boolean standardStrings = true;
  private boolean escapes;
  private int depth;
  private byte[] tag = new byte[0];

  /** Whether a string has just ended, and since then a line: another quote would continue it. */
  private boolean afterString;

  private boolean lineSince;

  /** The kind of what the last call of {@link #next} took. */
  Kind kind() {
    return kind;
  }

  /** Whether nothing is open: no string, no comment. */
  boolean isBetween() {
    return within == Within.SQL || within == Within.LINE_COMMENT;
  }

  /** Whether the next byte begins an element of its own. */
  boolean isOpen() {
    return within == Within.SQL;
  }

  /** What {@code standard_conforming_strings} is from here on. */
  void standardStrings(boolean on) {
    standardStrings = on;
  }

  /**
   * Takes one element, or a piece of a long one.
   *
   * @param last whether nothing follows the bytes
   * @return where it ends; {@code from} if more bytes are needed to tell
   */
  int next(byte[] b, int from, int to, boolean last) {
    return switch (within) {
      case SQL -> sql(b, from, to, last);
      case STRING -> string(b, from, to, last);
      case NAME -> name(b, from, to);
      case LINE_COMMENT -> lineComment(b, from, to);
      case BLOCK_COMMENT -> blockComment(b, from, to, last);
      case DOLLARS -> dollars(b, from, to, last);
    };
  }

  private int sql(byte[] b, int from, int to, boolean last) {
    byte c = b[from];
    if (isSpace(c)) {
      return spaces(b, from, to);
    }
    if ((c == '-' || c == '/') && from + 1 == to && !last) {
      return from;
    }
    byte second = from + 1 < to ? b[from + 1] : 0;
    if (c == '-' && second == '-') {
      return open(Within.LINE_COMMENT, Kind.GAP, from + 2);
    }
    if (c == '/' && second == '*') {
      depth = 1;
      afterString = false;
      return open(Within.BLOCK_COMMENT, Kind.GAP, from + 2);
    }
    if (c == '\'') {
      escapes = (afterString && lineSince) ? escapes : !standardStrings;
      return open(Within.STRING, Kind.QUOTED, from + 1);
    }
    if (isWordStart(c)) {
      return word(b, from, to, last);
    }
    if (c == '$') {
      return dollar(b, from, to, last);
    }
    afterString = false;
    return c == '"' ? open(Within.NAME, Kind.QUOTED, from + 1) : found(Kind.SIGN, from + 1);
  }

  private int open(Within what, Kind is, int end) {
    within = what;
    return found(is, end);
  }

  private int found(Kind is, int end) {
    kind = is;
    return end;
  }

  private int spaces(byte[] b, int from, int to) {
    int at = from;
    while (at < to && isSpace(b[at])) {
      lineSince |= b[at] == '\n' || b[at] == '\r';
      at++;
    }
    return found(Kind.GAP, at);
  }

  /** A word; where it is but the prefix of a string, that belongs to it. */
  private int word(byte[] b, int from, int to, boolean last) {
    int at = from + 1;
    while (at < to && isWordPart(b[at])) {
      at++;
    }
    if (at == to && !last) {
      return from;
    }
    afterString = false;
    if (at == from + 1 && at < to && b[at] == '\'' && "eEbBxX".indexOf(b[from]) >= 0) {
      escapes = b[from] == 'e' || b[from] == 'E';
      return open(Within.STRING, Kind.QUOTED, at + 1);
    }
    boolean unicode = at == from + 1 && (b[from] | 0x20) == 'u' && at < to && b[at] == '&';
    if (unicode && at + 1 == to && !last) {
      return from;
    }
    if (unicode && at + 1 < to && b[at + 1] == '\'') {
      escapes = false;
      return open(Within.STRING, Kind.QUOTED, at + 2);
    }
    return found(Kind.WORD, at);
  }

  /** A dollar quote begins, or it is the sign of a parameter, or nothing. */
  private int dollar(byte[] b, int from, int to, boolean last) {
    int at = from + 1;
    while (at < to && isWordPart(b[at]) && b[at] != '$') {
      at++;
    }
    if (at == to && !last) {
      return from;
    }
    afterString = false;
    boolean parameter = at > from + 1 && !isWordStart(b[from + 1]);
    if (parameter || at == to || b[at] != '$') {
      return found(Kind.SIGN, from + 1);
    }
    tag = new byte[at + 1 - from];
    System.arraycopy(b, from, tag, 0, tag.length);
    return open(Within.DOLLARS, Kind.QUOTED, at + 1);
  }

  private int string(byte[] b, int from, int to, boolean last) {
    kind = Kind.QUOTED;
    for (int at = from; at < to; at++) {
      boolean escape = escapes && b[at] == '\\';
      if ((escape || b[at] == '\'') && at + 1 == to && !last) {
        return at;
      }
      if (escape || (b[at] == '\'' && at + 1 < to && b[at + 1] == '\'')) {
        at++;
      } else if (b[at] == '\'') {
        within = Within.SQL;
        afterString = true;
        lineSince = false;
        return at + 1;
      }
    }
    return to;
  }

  /** Two quotes within a name end it and begin it again, which comes to the same. */
  private int name(byte[] b, int from, int to) {
    int at = from;
    while (at < to && b[at] != '"') {
      at++;
    }
    if (at < to) {
      within = Within.SQL;
      at++;
    }
    return found(Kind.QUOTED, at);
  }

  private int lineComment(byte[] b, int from, int to) {
    int at = from;
    while (at < to && b[at] != '\n' && b[at] != '\r') {
      at++;
    }
    if (at < to) {
      within = Within.SQL;
    }
    // The end of the line is white space, and may be all that is left of it.
    return at == from ? spaces(b, from, to) : found(Kind.GAP, at);
  }

  private int blockComment(byte[] b, int from, int to, boolean last) {
    kind = Kind.GAP;
    for (int at = from; at < to; at++) {
      if (b[at] != '*' && b[at] != '/') {
        continue;
      }
      if (at + 1 == to) {
        return last ? to : at;
      }
      if (b[at] == '/' && b[at + 1] == '*') {
        depth++;
        at++;
      } else if (b[at] == '*' && b[at + 1] == '/') {
        depth--;
        at++;
        if (depth == 0) {
          within = Within.SQL;
          return at + 1;
        }
      }
    }
    return to;
  }

  private int dollars(byte[] b, int from, int to, boolean last) {
    kind = Kind.QUOTED;
    for (int at = from; at < to; at++) {
      if (b[at] != '$') {
        continue;
      }
      if (at + tag.length > to) {
        return last ? to : at;
      }
      if (startsWith(b, at, tag)) {
        within = Within.SQL;
        return at + tag.length;
      }
    }
    return to;
  }

  private static boolean startsWith(byte[] b, int at, byte[] prefix) {
    for (int n = 0; n < prefix.length; n++) {
      if (b[at + n] != prefix[n]) {
        return false;
      }
    }
    return true;
  }

  static boolean isSpace(byte c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean isWordStart(byte c) {
    return c < 0 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isWordPart(byte c) {
    return isWordStart(c) || (c >= '0' && c <= '9') || c == '$';
  }

  /** What no dump holds is refused rather than guessed at. */
  static BackupException foreign(String what) {
    return BackupException.data(
        "the dump holds " + what + ", which pg_dump does not write; is it a dump of PostgreSQL?");
  }

  static String text(byte[] b, int from, int to) {
    return new String(b, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
