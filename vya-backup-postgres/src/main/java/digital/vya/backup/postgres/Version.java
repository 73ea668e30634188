package digital.vya.backup.postgres;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of PostgreSQL since 10: major and minor. */
record Version(int major, int minor) implements Comparable<Version> {

  private static final Pattern IN_TEXT = Pattern.compile("(\\d{1,4})(?:\\.(\\d{1,4}))?");
  private static final int[][] FIRST_WITH_RESTRICT = {
    {13, 22}, {14, 19}, {15, 14}, {16, 10}, {17, 6}
  };

  /** Such as {@code 150018}, the form of {@code server_version_num}. */
  static Version ofNumber(int number) {
    return new Version(number / 10_000, number % 10_000);
  }

  /** Such as {@code pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)} or {@code 19beta1}. */
  static Version ofText(String text) {
    Matcher matcher = IN_TEXT.matcher(text.substring(text.indexOf(')') + 1));
    if (!matcher.find()) {
      return new Version(0, 0);
    }
    String minor = matcher.group(2);
    return new Version(
        Integer.parseInt(matcher.group(1)), minor == null ? 0 : Integer.parseInt(minor));
  }

  /** Whether its psql knows {@code \restrict}, which came with the minor releases of 2025-08. */
  boolean knowsRestrict() {
    for (int[] first : FIRST_WITH_RESTRICT) {
      if (major == first[0]) {
        return minor >= first[1];
      }
    }
    return major > 17;
  }

  @Override
  public int compareTo(Version other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
