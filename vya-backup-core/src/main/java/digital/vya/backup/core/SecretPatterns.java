package digital.vya.backup.core;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What secrets look like that nobody told of, such as those of another program's settings. */
final class SecretPatterns {

  private static final String WORD =
      "(?:password|passwd|passphrase|pwd|secret|token|api_?key|access_?key|private_?key)[\\w-]{0,30}";

  /** What stands before a secret. Nothing in it repeats without a bound, as texts are untrusted. */
  private static final Pattern BEFORE =
      Pattern.compile(
          "(?<url>://[^\\s:/?#@\"']{0,255}:)"
              + "|"
              + WORD
              + "(?:\\s{0,3}=\\s{0,3}|\\\\?[\"']\\s{0,9}[:=]\\s{0,9})"
              + "|(?<![\\w-])-p(?=[^\\s=,;.:)'\"-])"
              + "|authorization\\\\?[\"']?\\s{0,3}[:=]\\s{0,3}\\\\?[\"']?(?:(?:bearer|basic)\\s{1,3})?"
              + "|x-[\\w-]{0,30}(?:token|key)\\s{0,3}:\\s{0,3}"
              + "|\\bbearer\\s{1,3}(?=[\\w.~+/=-]{16})"
              + "|(?:\\bidentified\\b[^\\n']{0,80}?|\\bpassword)\\s{1,9}(?=')",
          Pattern.CASE_INSENSITIVE);

  private SecretPatterns() {}

  /** The text without them; the same object if there is none in it. */
  static String masked(String text) {
    Matcher before = BEFORE.matcher(text);
    StringBuilder masked = null;
    int copied = 0;
    int from = 0;
    while (before.find(from)) {
      int begin = before.end();
      int end = before.group("url") == null ? end(text, begin) : endOfUser(text, begin);
      if (end > begin && !text.startsWith(Mask.STARS, begin)) {
        masked = masked == null ? new StringBuilder(text.length()) : masked;
        masked.append(text, copied, begin).append(Mask.STARS);
        copied = end;
      }
      from = Math.max(end, begin);
    }
    return masked == null ? text : masked.append(text, copied, text.length()).toString();
  }

  /** A user's password may hold an at sign: the last one before the text goes on counts. */
  private static int endOfUser(String text, int begin) {
    int end = begin;
    for (int at = begin; at < text.length() && !endsUrl(text.charAt(at)); at++) {
      if (text.charAt(at) == '@') {
        end = at;
      }
    }
    return end;
  }

  private static boolean endsUrl(char c) {
    return Character.isWhitespace(c) || "\"'<>".indexOf(c) >= 0;
  }

  private static int end(String text, int begin) {
    int quote = begin < text.length() && text.charAt(begin) == '\\' ? begin + 1 : begin;
    if (quote >= text.length() || "[{".indexOf(text.charAt(quote)) >= 0) {
      return begin;
    }
    return "\"'".indexOf(text.charAt(quote)) >= 0
        ? endOfQuoted(text, quote, text.substring(begin, quote + 1))
        : endOfWord(text, begin);
  }

  private static int endOfQuoted(String text, int quote, String mark) {
    for (int at = quote + 1; at < text.length(); at++) {
      if (text.startsWith(mark, at)) {
        return at + mark.length();
      }
      if (text.charAt(at) == '\\') {
        at++;
      }
    }
    return text.length();
  }

  private static int endOfWord(String text, int begin) {
    int end = begin;
    while (end < text.length()
        && !Character.isWhitespace(text.charAt(end))
        && ",;&\"')]}".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }
}
