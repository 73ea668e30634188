package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The tables of a dump that are wanted: the statements of all others are left out. */
final class TableChoice {

  private static final Set<String> OTHERS = Set.of("VIEW", "PROCEDURE", "FUNCTION", "EVENT");

  private final String database;
  private final List<String> texts;
  private final NamePatterns wanted;
  private final Set<String> occupied;
  private final Set<String> found = new TreeSet<>();
  private final Set<String> left = new TreeSet<>();

  /**
   * A choice.
   *
   * @param occupied the names that may not be restored, as they are there
   */
  TableChoice(String database, List<String> wanted, Set<String> occupied) {
    this.database = database;
    this.texts = List.copyOf(wanted);
    this.wanted = new NamePatterns(wanted);
    this.occupied = Set.copyOf(occupied);
  }

  /** Whether a statement other than data is left out. */
  boolean leavesOut(List<SqlToken> tokens) {
    String next = upper(tokens, 1);
    return switch (upper(tokens, 0)) {
      case "ALTER" -> !next.equals("TABLE") || !wants(tokens, 2);
      case "ANALYZE", "LOCK" -> !wants(tokens, 2);
      case "SELECT", "DO" -> !wants(tokens, 3);
      case "DROP" -> !next.matches("DATABASE|SCHEMA") && !(isTable(next) && wants(tokens, 2));
      case "CREATE" -> !next.matches("DATABASE|SCHEMA") && leavesOutCreate(tokens);
      default -> false;
    };
  }

  private boolean leavesOutCreate(List<SqlToken> tokens) {
    int at = 1;
    while (at < tokens.size() && !isTable(upper(tokens, at))) {
      String word = upper(tokens, at);
      if (OTHERS.contains(word) || word.equals("PACKAGE")) {
        left.add(word.toLowerCase(Locale.ROOT) + " " + name(tokens, at + 1));
        return true;
      }
      if (word.equals("TRIGGER")) {
        return !wants(tokens, on(tokens, at) + 1);
      }
      at++;
    }
    boolean wants = wants(tokens, at + 1);
    if (wants) {
      found.add(name(tokens, at + 1));
    }
    return !wants;
  }

  private static int on(List<SqlToken> tokens, int from) {
    int at = from;
    while (at < tokens.size() && !upper(tokens, at).equals("ON")) {
      at++;
    }
    return at;
  }

  private static boolean isTable(String word) {
    return word.equals("TABLE") || word.equals("SEQUENCE");
  }

  private static String upper(List<SqlToken> tokens, int at) {
    return at < tokens.size() ? tokens.get(at).text().toUpperCase(Locale.ROOT) : "";
  }

  private boolean wants(List<SqlToken> tokens, int at) {
    return wants(name(tokens, at));
  }

  private static String name(List<SqlToken> tokens, int from) {
    int at = from;
    while (upper(tokens, at).matches("IF|NOT|EXISTS")) {
      at++;
    }
    if (upper(tokens, at + 1).equals(".")) {
      at += 2;
    }
    return at < tokens.size() ? utf8(tokens.get(at).name()) : "";
  }

  private static String utf8(String latin) {
    return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** Whether rows of that table are wanted, whose name is as the dump has it. */
  boolean wantsRows(String latin) {
    return wants(utf8(latin.startsWith("`") ? new SqlToken(0, 0, latin).name() : latin));
  }

  private boolean wants(String table) {
    boolean wants = wanted.match(database, table);
    if (wants && occupied.contains(table)) {
      throw there(table);
    }
    return wants;
  }

  static BackupException there(String table) {
    return BackupException.configuration(
        "the table "
            + table
            + " exists in the target; restore to another target, or allow to replace it");
  }

  /** What was found was of another database. */
  void beginAnew() {
    found.clear();
    left.clear();
  }

  /** Refuses what the dump, which has ended, does not hold. */
  void requireFound() {
    var used = new NamePatterns(texts);
    found.forEach(table -> used.match(database, table));
    if (!used.unused().isEmpty()) {
      throw BackupException.configuration(
          "the dump holds no table "
              + String.join(", ", used.unused())
              + "; look at the names of its tables");
    }
  }

  /** What the dump holds beside tables; empty if there is nothing. */
  String leftOut() {
    return left.isEmpty()
        ? ""
        : "only tables were asked for, so this is left out of the restore: "
            + String.join(", ", left.stream().limit(10).toList())
            + (left.size() > 10 ? " and " + (left.size() - 10) + " more" : "");
  }
}
