package digital.vya.backup.core;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many bytes in a second.
 *
 * @param bytes how many, from {@value #LEAST} to {@value #MOST}
 */
record Bandwidth(long bytes) {

  /** Such as {@code 500000}, {@code 10MB} or {@code 512KiB}. */
  static final String FORM = "([0-9]{1,15}) ?([kKMGT]i?)?B?";

  static final String FORM_TEXT =
      "must be bytes per second, such as 500000, 10MB (10,000,000) or 512KiB (524,288)";

  static final long LEAST = 1_000;
  static final long MOST = 1_000_000_000_000L;

  private static final Pattern PARTS = Pattern.compile(FORM);
  private static final String POWERS = "KMGT";

  /** Reads what has the form; empty if it is out of all bounds. */
  static Optional<Bandwidth> parse(String text) {
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(parts.group(1));
    long unit = unit(Objects.requireNonNullElse(parts.group(2), ""));
    boolean fits = count <= MOST / unit && count * unit >= LEAST;
    return fits ? Optional.of(new Bandwidth(count * unit)) : Optional.empty();
  }

  private static long unit(String name) {
    if (name.isEmpty()) {
      return 1;
    }
    int power = POWERS.indexOf(Character.toUpperCase(name.charAt(0))) + 1;
    return (long) Math.pow(name.endsWith("i") ? 1024 : 1000, power);
  }

  @Override
  public String toString() {
    return bytes + "B";
  }
}
