package digital.vya.backup.core;

/** How text from outside is shown inside a message: on one line, not longer than it helps. */
final class Shown {

  private static final int LONGEST_NAME = 60;
  private static final int LONGEST_TEXT = 300;

  private Shown() {}

  /** A name somebody wrote; in quotes unless it is a plain word. */
  static String name(String name) {
    String shown = line(name, LONGEST_NAME);
    return shown.matches("[\\p{L}\\p{N}._-]+") ? shown : "\"" + shown + "\"";
  }

  /** A text somebody else made. */
  static String text(String text) {
    return line(text, LONGEST_TEXT);
  }

  private static String line(String text, int longest) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ").strip();
    return line.codePointCount(0, line.length()) <= longest
        ? line
        : line.substring(0, line.offsetByCodePoints(0, longest - 1)) + "…";
  }
}
