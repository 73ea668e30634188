package digital.vya.backup.mysql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The flavour and version of a server or of a client. */
record Version(Flavour flavour, int major, int minor, int patch) {

  private static final String NUMBER = "(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?";
  private static final Pattern OF_MARIADB = Pattern.compile(NUMBER + "-MariaDB");
  private static final Pattern OF_MYSQL = Pattern.compile("(?:Distrib |Ver |\\A)" + NUMBER);

  /** Older clients of MySQL tell a version of their own before that of the distribution. */
  private static final Pattern DISTRIBUTION = Pattern.compile("Distrib " + NUMBER);

  /**
   * Such as {@code 10.11.19-MariaDB-0+deb12u1}, {@code mysqldump Ver 9.7.1 for Linux on x86_64} or
   * {@code mariadb-dump from 11.8.6-MariaDB, client 10.19 for debian-linux-gnu}.
   */
  static Version ofText(String text) {
    Flavour flavour = Flavour.of(text);
    Matcher matcher = (flavour == Flavour.MARIADB ? OF_MARIADB : DISTRIBUTION).matcher(text);
    if (!matcher.find()) {
      matcher = OF_MYSQL.matcher(text);
      if (!matcher.find()) {
        return new Version(flavour, 0, 0, 0);
      }
    }
    String patch = matcher.group(3);
    return new Version(
        flavour,
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        patch == null ? 0 : Integer.parseInt(patch));
  }

  long number() {
    return (major * 10_000L + minor) * 10_000L + patch;
  }

  String text() {
    return major + "." + minor + "." + patch;
  }

  @Override
  public String toString() {
    return flavour.product() + " " + text();
  }
}
