package digital.vya.backup.mysql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes only the SET statements of dump tools, and follows what they do to the scanner's mode. */
final class SessionSettings {

  private static final Set<String> KNOWN =
      Set.of(
          "AUTOCOMMIT",
          "CHARACTER_SET_CLIENT",
          "CHARACTER_SET_RESULTS",
          "COLLATION_CONNECTION",
          "FOREIGN_KEY_CHECKS",
          "GTID_PURGED",
          "NOTE_VERBOSITY",
          "SQL_LOG_BIN",
          "SQL_MODE",
          "SQL_NOTES",
          "SYSTEM_VERSIONING_INSERT_HISTORY",
          "TIME_ZONE",
          "UNIQUE_CHECKS");

  /** In these a backslash can be the second byte of a letter, for the server alone. */
  private static final Set<String> MULTIBYTE = Set.of("BIG5", "CP932", "GB18030", "GBK", "SJIS");

  private static final Set<String> SAVED = Set.of("@OLD_SQL_MODE", "@SAVED_SQL_MODE");

  private static final String GONE = "NO_AUTO_CREATE_USER";

  private final RewriteRules rules;
  private final SqlScanner scanner;
  private final Map<String, SqlMode> saved = new HashMap<>();

  SessionSettings(RewriteRules rules, SqlScanner scanner) {
    this.rules = rules;
    this.scanner = scanner;
  }

  /** Follows a statement; the edits make it one that the target takes. */
  List<StatementRewriter.Edit> apply(List<SqlToken> tokens) {
    List<StatementRewriter.Edit> edits = new ArrayList<>();
    int at = 1;
    while (at < tokens.size()) {
      int end = at;
      while (end < tokens.size() && !tokens.get(end).is(",")) {
        end++;
      }
      assign(tokens.subList(at, end), edits);
      at = end + 1;
    }
    return edits;
  }

  /** Nothing but a SET may touch where a mode is saved. */
  static void refuseSaved(List<SqlToken> tokens) {
    for (int i = 0; i < tokens.size(); i++) {
      boolean after = i > 0 && tokens.get(i - 1).text().endsWith("@");
      String name = after ? tokens.get(i).name() : tokens.get(i).text();
      if (SAVED.contains((after ? "@" + name : name).toUpperCase(Locale.ROOT))) {
        throw SqlScanner.refused("a statement that touches the saved sql_mode");
      }
    }
  }

  /** What the programs write around the server's own tables: it is of no use without those. */
  static boolean serverWide(List<SqlToken> tokens) {
    String text = tokens.stream().limit(5).map(SqlToken::text).collect(Collectors.joining(" "));
    return text.matches(
        "(?i)SET GLOBAL (LOG_OUTPUT|INNODB_STATS_AUTO_RECALC) = .*"
            + "|EXECUTE IMMEDIATE IF \\( @@LOG_OUTPUT");
  }

  private void assign(List<SqlToken> part, List<StatementRewriter.Edit> edits) {
    String name = part.isEmpty() ? "" : part.get(0).text().toUpperCase(Locale.ROOT);
    if (part.size() == 2 && name.equals("NAMES")) {
      charset(part.get(1));
      return;
    }
    boolean gtid = name.equals("@@GLOBAL.GTID_PURGED");
    if (part.size() < 3 || part.size() > (gtid ? 4 : 3) || !part.get(1).is("=")) {
      throw SqlScanner.refused("an unusual SET");
    }
    SqlToken value = part.get(2);
    if (name.matches("@[A-Z0-9_]+")) {
      save(name, value);
      return;
    }
    String variable = gtid ? "GTID_PURGED" : name.replaceFirst("\\A@@(SESSION\\.)?", "");
    if (!KNOWN.contains(variable) || !value.text().matches("(?s)'.*'|@?[A-Za-z0-9_]+")) {
      throw SqlScanner.refused("a SET of " + variable);
    }
    if (variable.equals("SQL_MODE")) {
      mode(name, value);
      withoutGone(value, edits);
    } else if (variable.equals("CHARACTER_SET_CLIENT")) {
      charset(value);
    }
  }

  private void save(String name, SqlToken value) {
    String of = value.text().toUpperCase(Locale.ROOT);
    if (!of.matches("@@(SESSION\\.)?[A-Z_]+") || SAVED.contains(name) != of.equals("@@SQL_MODE")) {
      throw SqlScanner.refused("an unusual SET of a variable");
    }
    if (SAVED.contains(name)) {
      saved.put(name, scanner.mode);
    }
  }

  private void mode(String name, SqlToken value) {
    SqlMode old = saved.get(value.text().toUpperCase(Locale.ROOT));
    if (!name.equals("SQL_MODE") || (!value.quoted() && old == null)) {
      throw SqlScanner.refused("an unusual SET of sql_mode");
    }
    scanner.mode = old == null ? SqlMode.of(value.name()) : old;
  }

  /** MySQL since 8 never makes accounts for grants, and refuses the mode that forbids it. */
  private void withoutGone(SqlToken value, List<StatementRewriter.Edit> edits) {
    boolean gone =
        rules
            .target()
            .filter(server -> server.flavour() == Flavour.MYSQL && server.major() >= 8)
            .isPresent();
    if (gone && value.text().toUpperCase(Locale.ROOT).contains(GONE)) {
      String kept =
          Arrays.stream(value.name().split(",", -1))
              .filter(mode -> !mode.equalsIgnoreCase(GONE))
              .collect(Collectors.joining(",", "'", "'"));
      edits.add(new StatementRewriter.Edit(value.start(), value.end(), kept));
    }
  }

  private static void charset(SqlToken value) {
    if (MULTIBYTE.contains(value.name().toUpperCase(Locale.ROOT))) {
      throw SqlScanner.refused("text in " + value.name());
    }
  }
}
