package digital.vya.backup.core;

import digital.vya.backup.api.DbmsDriver;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a dump without a manifest tells: {@code 20260113_155440_mysql_dns_db.zip} (as
 * ours are called, too), {@code mysql_database1_20250116_143022.sql}, {@code
 * shop_20250116_143022.sql.gz}.
 *
 * @param dbms the engine as users write it; empty if the name does not tell
 * @param database what was dumped
 */
record DumpName(Optional<String> dbms, String database) {

  private static final String DBMS = "(mysql|mariadb|postgresql|postgres|pgsql|sqlite|files)";
  private static final String TIME = "[0-9]{8}_[0-9]{6}";
  private static final Pattern TIME_FIRST =
      Pattern.compile(TIME + "_" + DBMS + "_(.+)", Pattern.DOTALL);
  private static final Pattern TIME_LAST = Pattern.compile(DBMS + "_(.+)_" + TIME, Pattern.DOTALL);
  private static final Pattern NO_DBMS = Pattern.compile("(.+)_" + TIME, Pattern.DOTALL);
  private static final Pattern EXTENSIONS =
      Pattern.compile("(\\.(sql|dump|backup|tar|tgz|sqlite|zip|gz|zst|xz|bz2|rev|txt))+\\z");

  /** What a file's name tells, if it tells anything. */
  static Optional<DumpName> of(String file) {
    String name = bare(file);
    for (Pattern pattern : List.of(TIME_FIRST, TIME_LAST)) {
      Matcher matcher = pattern.matcher(name);
      if (matcher.matches()) {
        return Optional.of(
            new DumpName(Optional.of(engine(matcher.group(1))), decoded(matcher.group(2))));
      }
    }
    Matcher matcher = NO_DBMS.matcher(name);
    return matcher.matches()
        ? Optional.of(new DumpName(Optional.empty(), decoded(matcher.group(1))))
        : Optional.empty();
  }

  /** A file's name without what its formats add. */
  static String bare(String file) {
    return EXTENSIONS.matcher(file).replaceFirst("");
  }

  /** Whether an engine takes such a dump. */
  boolean isFor(DbmsDriver<?> driver) {
    return dbms.map(driver::restoresDumpsOf).orElse(true);
  }

  private static String engine(String said) {
    String lower = said.toLowerCase(Locale.ROOT);
    return lower.startsWith("p") ? "postgresql" : lower;
  }

  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // A percent sign that stands for itself.
      return name;
    }
  }
}
