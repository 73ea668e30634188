package digital.vya.backup.core;

import java.nio.charset.StandardCharsets;

/** Text that a person pastes into bash, or reads in Markdown: names may hold anything. */
final class ShellText {

  private ShellText() {}

  /** One word for bash that means exactly this text. */
  static String quoted(String text) {
    if (text.chars().noneMatch(Character::isISOControl)) {
      return "'" + text.replace("'", "'\\''") + "'";
    }
    var word = new StringBuilder("$'");
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = octet > ' ' && octet != '\'' && octet != '\\' && octet != 0x7f;
      word.append(plain ? String.valueOf((char) octet) : "\\x%02x".formatted(octet & 0xff));
    }
    return word.append('\'').toString();
  }

  /** A line for {@code sha256sum --check}. */
  static String sum(String sha256, String file) {
    String name = file.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    return (name.equals(file) ? "" : "\\") + sha256 + "  " + name;
  }

  /** Text within a line of Markdown, as code. */
  static String code(String text) {
    return "`" + line(text).replace('`', '\'') + "`";
  }

  /** Text that is one line. */
  static String line(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  /** A name for a file that needs no quotes anywhere. */
  static String fileName(String text) {
    return text.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^[.-]+", "_");
  }
}
