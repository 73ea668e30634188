package digital.vya.backup.postgres;

/**
 * Finds where statements of a dump end, which comes in pieces of any size: a semicolon within a
 * literal, a name, dollar quotes, a comment or parentheses ends nothing. Works on bytes, as every
 * encoding a server can have keeps ASCII to itself.
 *
 * <p>The statements within {@code BEGIN ATOMIC} of a function count as statements of their own.
 *
 * <p>{@link SqlLexer} is not used for that on purpose. This one looks at each byte once, never
 * ahead, and keeps nothing: a piece may end anywhere, and what hashes rows along with a dump costs
 * little. That one tells words apart, follows {@code standard_conforming_strings} and continued
 * strings, and wants bytes again that it could not judge. What keeps hostile dumps away rests on
 * that one alone: whatever this one found in a dump of somebody else goes through it afterwards.
 */
final class StatementEnd {

  private enum Within {
    NOTHING,
    LITERAL,
    NAME,
    TAG,
    DOLLARS,
    LINE,
    BLOCK
  }

  private static final int LONGEST_TAG = 128;

  private Within within = Within.NOTHING;
  private int parentheses;
  private int blocks;
  private boolean escapes;
  private boolean escaped;
  private final byte[] tag = new byte[LONGEST_TAG];
  private int tagLength;
  private int matched;
  private byte last = '\n';
  private byte lastButOne = '\n';

  /** The place after the next end of a statement, or -1 if there is none in this piece. */
  int find(byte[] piece, int from, int end) {
    for (int at = from; at < end; at++) {
      if (within == Within.LITERAL) {
        at = withinLiteral(piece, at, end - 1);
      }
      byte c = piece[at];
      boolean ends = false;
      switch (within) {
        case NOTHING -> ends = nothing(c);
        case LITERAL -> literal(c);
        case NAME -> within = c == '"' ? Within.NOTHING : within;
        case TAG -> ends = tag(c);
        case DOLLARS -> dollars(c);
        case LINE -> within = c == '\n' ? Within.NOTHING : within;
        case BLOCK -> block(c);
      }
      lastButOne = last;
      last = c;
      if (ends) {
        return at + 1;
      }
    }
    return -1;
  }

  /** Literals may be long: those of large objects are. */
  private static int withinLiteral(byte[] piece, int from, int last) {
    int at = from;
    while (at < last && piece[at] != '\'' && piece[at] != '\\') {
      at++;
    }
    return at;
  }

  private boolean nothing(byte c) {
    switch (c) {
      case '\'' -> {
        // A doubled quote goes on with the same literal.
        escapes = last == '\'' ? escapes : (last | 0x20) == 'e' && !ofName(lastButOne);
        within = Within.LITERAL;
      }
      case '"' -> within = Within.NAME;
      case '$' -> {
        if (!ofName(last)) {
          within = Within.TAG;
          tag[0] = c;
          tagLength = 1;
        }
      }
      case '-' -> within = last == '-' ? Within.LINE : within;
      case '\\' -> within = last == '\n' ? Within.LINE : within;
      case '*' -> {
        if (last == '/') {
          within = Within.BLOCK;
          blocks = 1;
        }
      }
      case '(' -> parentheses++;
      case ')' -> parentheses = Math.max(0, parentheses - 1);
      default -> {
        return c == ';' && parentheses == 0;
      }
    }
    return false;
  }

  private void literal(byte c) {
    if (escaped) {
      escaped = false;
    } else if (c == '\'') {
      within = Within.NOTHING;
    } else if (c == '\\') {
      escaped = escapes;
    }
  }

  private boolean tag(byte c) {
    boolean digit = c >= '0' && c <= '9';
    if (c == '$') {
      within = Within.DOLLARS;
      matched = 0;
    } else if (!ofName(c) || (digit && tagLength == 1) || tagLength == LONGEST_TAG - 1) {
      within = Within.NOTHING;
      return nothing(c);
    }
    tag[tagLength++] = c;
    return false;
  }

  private void dollars(byte c) {
    if (c == tag[matched]) {
      matched++;
    } else {
      matched = c == '$' ? 1 : 0;
    }
    if (matched == tagLength) {
      within = Within.NOTHING;
    }
  }

  private void block(byte c) {
    if (c == '/' && last == '*') {
      blocks--;
    } else if (c == '*' && last == '/') {
      blocks++;
    }
    if (blocks == 0) {
      within = Within.NOTHING;
    }
  }

  private static boolean ofName(byte c) {
    return c < 0
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '$';
  }
}
