package digital.vya.backup.mysql;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** What of {@code sql_mode} decides on where a quoted text ends. */
record SqlMode(boolean noBackslashEscapes, boolean ansiQuotes) {

  static final SqlMode DEFAULT = new SqlMode(false, false);

  private static final Set<String> ANSI =
      Set.of("ANSI_QUOTES", "ANSI", "DB2", "MAXDB", "MSSQL", "ORACLE", "POSTGRESQL");

  static SqlMode of(String list) {
    String upper = list.toUpperCase(Locale.ROOT);
    if (!upper.matches("[A-Z0-9_,]*")) {
      throw SqlScanner.refused("an sql_mode that is no list of modes");
    }
    Set<String> modes = new HashSet<>(Arrays.asList(upper.split(",", -1)));
    return new SqlMode(
        modes.contains("NO_BACKSLASH_ESCAPES"), modes.stream().anyMatch(ANSI::contains));
  }

  /** Whether a backslash in these quotes stands for itself. */
  boolean plain(int quote) {
    return quote == '`' || noBackslashEscapes || (quote == '"' && ansiQuotes);
  }
}
