package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a statement about accounts. There is none for a comment, a semicolon or a variable: no
 * such statement holds one.
 *
 * @param value what it says; a quoted one without its quotes
 */
record AccountToken(Kind kind, String value, int start, int end) {

  private static final String SYMBOLS = "@,.*()";

  /** What it is. */
  enum Kind {
    /** A keyword or a number. */
    WORD,
    /** In backticks. */
    NAME,
    /** In single quotes. */
    TEXT,
    /** One character. */
    SYMBOL
  }

  static List<AccountToken> of(String statement) {
    var tokens = new ArrayList<AccountToken>();
    int at = 0;
    while (at < statement.length()) {
      char c = statement.charAt(at);
      if (c == ' ') {
        at++;
      } else {
        AccountToken token = c == '`' || c == '\'' ? quoted(statement, at) : plain(statement, at);
        tokens.add(token);
        at = token.end;
      }
    }
    return tokens;
  }

  boolean is(String word) {
    return (kind == Kind.WORD || kind == Kind.SYMBOL) && value.equals(word);
  }

  private static AccountToken plain(String s, int start) {
    char c = s.charAt(start);
    if (SYMBOLS.indexOf(c) >= 0) {
      return new AccountToken(Kind.SYMBOL, String.valueOf(c), start, start + 1);
    }
    int end = start;
    while (end < s.length() && isPart(s.charAt(end))) {
      end++;
    }
    if (end == start) {
      throw strange();
    }
    return new AccountToken(Kind.WORD, s.substring(start, end), start, end);
  }

  private static boolean isPart(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  }

  private static AccountToken quoted(String s, int start) {
    char quote = s.charAt(start);
    var value = new StringBuilder();
    for (int at = start + 1; at < s.length(); at++) {
      char c = s.charAt(at);
      boolean more = at + 1 < s.length();
      if (c < ' ') {
        throw strange();
      } else if (c == '\\' && quote == '\'' && more) {
        at++;
        value.append(c).append(s.charAt(at));
      } else if (c != quote) {
        value.append(c);
      } else if (more && s.charAt(at + 1) == quote) {
        at++;
        value.append(c);
      } else {
        Kind kind = quote == '`' ? Kind.NAME : Kind.TEXT;
        return new AccountToken(kind, value.toString(), start, at + 1);
      }
    }
    throw strange();
  }

  static BackupException strange() {
    return BackupException.data(
        "the accounts hold a statement that no backup writes; nothing was restored");
  }
}
