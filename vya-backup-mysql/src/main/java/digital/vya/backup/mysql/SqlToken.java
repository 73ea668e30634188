package digital.vya.backup.mysql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A word, a quoted text or a sign of a statement; bytes stand as ISO 8859-1 characters. */
record SqlToken(int start, int end, String text) {

  private static final Pattern OPENING = Pattern.compile("/\\*(M?)!([0-9]*)");
  private static final Pattern DOTTED = Pattern.compile("[^.]+|\\.");

  boolean is(String word) {
    return text.equalsIgnoreCase(word);
  }

  boolean quoted() {
    return quotes(text, 0);
  }

  String name() {
    if (!quoted() || text.length() < 2) {
      return text;
    }
    String quote = text.substring(0, 1);
    return text.substring(1, text.length() - 1).replace(quote + quote, quote);
  }

  /** Those of a statement that the target will see; comments that it skips are not. */
  static List<SqlToken> of(String s, SqlMode mode, RewriteRules rules) {
    List<SqlToken> tokens = new ArrayList<>();
    int p = 0;
    while (p < s.length()) {
      int end = end(s, p, mode, rules);
      if (counts(s, p, end)) {
        add(tokens, new SqlToken(p, end, s.substring(p, end)));
      }
      p = end;
    }
    return tokens;
  }

  private static void add(List<SqlToken> tokens, SqlToken token) {
    boolean afterName = !tokens.isEmpty() && tokens.get(tokens.size() - 1).end() == token.start();
    boolean number = Character.isDigit(token.text().charAt(0));
    boolean dotted = !token.quoted() && token.text().indexOf('@') < 0 && (!number || afterName);
    if (!dotted || token.text().indexOf('.') < 0) {
      tokens.add(token);
      return;
    }
    Matcher part = DOTTED.matcher(token.text());
    while (part.find()) {
      int start = token.start();
      tokens.add(new SqlToken(start + part.start(), start + part.end(), part.group()));
    }
  }

  private static boolean counts(String s, int from, int end) {
    char c = s.charAt(from);
    return c > ' '
        && c != ';'
        && c != '#'
        && !(end - from > 1 && (c == '/' || c == '*' || c == '-'));
  }

  private static int end(String s, int p, SqlMode mode, RewriteRules rules) {
    char c = s.charAt(p);
    if (quotes(s, p)) {
      return quoted(s, p, mode.plain(c));
    }
    if (c == '#' || (s.startsWith("--", p) && (p + 2 == s.length() || s.charAt(p + 2) <= ' '))) {
      int newline = s.indexOf('\n', p);
      return newline < 0 ? s.length() : newline + 1;
    }
    if (s.startsWith("/*", p)) {
      return comment(s, p, rules);
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

  /** The length of the opening of an executable comment, or 0. */
  static int opening(String s, int p) {
    Matcher opening = OPENING.matcher(s).region(p, s.length());
    return opening.lookingAt() ? opening.end() - p : 0;
  }

  static boolean runs(String s, int p, RewriteRules rules) {
    Matcher opening = OPENING.matcher(s).region(p, s.length());
    if (!opening.lookingAt() || !opening.group(2).matches("|[0-9]{5,6}")) {
      throw SqlScanner.refused("a comment for a version that is none");
    }
    int version = opening.group(2).isEmpty() ? 0 : Integer.parseInt(opening.group(2));
    return rules.runs(!opening.group(1).isEmpty(), version);
  }

  private static int comment(String s, int p, RewriteRules rules) {
    int opening = opening(s, p);
    // Without a target it is looked into, so that nothing passes unseen.
    if (opening == 0 || (rules.target().isPresent() && !runs(s, p, rules))) {
      int close = s.indexOf("*/", p + 2);
      return close < 0 ? s.length() : close + 2;
    }
    return p + opening;
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
