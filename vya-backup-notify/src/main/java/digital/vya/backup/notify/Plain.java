package digital.vya.backup.notify;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts that somebody else made, so that they stay where they are put. */
final class Plain {

  /** Ends of lines, other controls, and what turns the direction of writing around. */
  private static final Pattern ODD =
      Pattern.compile(
          " *[\\p{Cntrl}\\p{Zl}\\p{Zp}\\u202a-\\u202e\\u2066-\\u2069]+[\\p{Cntrl}\\p{Zl}\\p{Zp}\\u202a-\\u202e\\u2066-\\u2069 ]*");

  private Plain() {}

  /** On one line. */
  static String line(@Nullable String text) {
    return text == null ? "" : ODD.matcher(text).replaceAll(" ").strip();
  }

  /** On one line and not longer than that many characters. */
  static String line(@Nullable String text, int longest) {
    return cut(line(text), longest);
  }

  static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = longest - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
