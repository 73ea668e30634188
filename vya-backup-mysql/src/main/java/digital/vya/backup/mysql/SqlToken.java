package digital.vya.backup.mysql;

/** Where tokens of a statement end; bytes stand as ISO 8859-1 characters. */
final class SqlToken {

  private SqlToken() {}

  static boolean counts(String s, int from, int end) {
    char c = s.charAt(from);
    return c > ' '
        && c != ';'
        && c != '#'
        && !(end - from > 1 && (c == '/' || c == '*' || c == '-'));
  }

  static int end(String s, int p, boolean noEscapes, boolean ansi) {
    char c = s.charAt(p);
    if (c == '\'' || c == '"' || c == '`') {
      return quoted(s, p, c == '`' || noEscapes || (c == '"' && ansi));
    }
    if (c == '#' || (s.startsWith("--", p) && (p + 2 == s.length() || s.charAt(p + 2) <= ' '))) {
      int newline = s.indexOf('\n', p);
      return newline < 0 ? s.length() : newline + 1;
    }
    if (s.startsWith("/*", p)) {
      return comment(s, p);
    }
    if (s.startsWith("*/", p)) {
      return p + 2;
    }
    int at = p;
    while (at < s.length() && (part(s.charAt(at)) || (s.charAt(at) == '@' && !quotes(s, at + 1)))) {
      at++;
    }
    return Math.max(at, p + 1);
  }

  private static boolean quotes(String s, int p) {
    return p < s.length() && "'\"`".indexOf(s.charAt(p)) >= 0;
  }

  private static boolean part(char c) {
    return c >= 0x80 || Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '.';
  }

  private static int comment(String s, int p) {
    int open = s.startsWith("/*!", p) ? 3 : s.startsWith("/*M!", p) ? 4 : 0;
    if (open == 0) {
      int close = s.indexOf("*/", p + 2);
      return close < 0 ? s.length() : close + 2;
    }
    int at = p + open;
    while (at < s.length() && s.charAt(at) >= '0' && s.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private static int quoted(String s, int p, boolean plain) {
    char quote = s.charAt(p);
    int at = p + 1;
    while (at < s.length()) {
      char c = s.charAt(at);
      if (c == '\\' && !plain) {
        at++;
      } else if (c == quote) {
        if (at + 1 >= s.length() || s.charAt(at + 1) != quote) {
          return at + 1;
        }
        at++;
      }
      at++;
    }
    return s.length();
  }
}
