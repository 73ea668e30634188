package digital.vya.backup.mysql;

import java.util.regex.Pattern;

/**
 * A database in a grant: a pattern of LIKE.
 *
 * @param wild whether {@code %} and {@code _} are more than characters
 */
record DatabasePattern(String text, boolean wild) {

  boolean means(String database) {
    if (!wild) {
      return text.equals(database);
    }
    var regex = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length()) {
        at++;
        regex.append(Pattern.quote(String.valueOf(text.charAt(at))));
      } else if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(database).matches();
  }

  /** The later the first wildcard, the more specific. */
  int specificity() {
    for (int at = 0; wild && at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\') {
        at++;
      } else if (c == '%' || c == '_') {
        return at;
      }
    }
    return Integer.MAX_VALUE;
  }

  static String escaped(String database) {
    return database.replace("_", "\\_").replace("%", "\\%");
  }
}
