package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Rewrites one short statement. Only words outside quotes and comments are ever changed. */
final class StatementRewriter {

  private static final Set<String> OBJECTS =
      Set.of("TRIGGER", "VIEW", "PROCEDURE", "FUNCTION", "EVENT", "TABLE", "PACKAGE", "SEQUENCE");

  record Edit(int start, int end, String text) {}

  private final RewriteRules rules;
  private final SqlScanner scanner;
  private final SessionSettings settings;
  private final SchemaNames schemas;
  private boolean sequences;

  StatementRewriter(RewriteRules rules, SqlScanner scanner) {
    this.rules = rules;
    this.scanner = scanner;
    this.settings = new SessionSettings(rules, scanner);
    this.schemas = new SchemaNames(rules, scanner);
  }

  byte[] rewrite(byte[] statement) {
    String text = new String(statement, StandardCharsets.ISO_8859_1);
    List<SqlToken> tokens = SqlToken.of(text, scanner.mode, rules);
    if (tokens.isEmpty()) {
      return statement;
    }
    List<Edit> edits = new ArrayList<>();
    String start = upper(tokens, 0);
    if (schemas.ofServer() && SessionSettings.serverWide(tokens)) {
      return new byte[0];
    }
    if (start.equals("SET")) {
      if (gtid(tokens)) {
        return new byte[0];
      }
      edits.addAll(settings.apply(tokens));
    } else if (start.equals("USE") && tokens.size() == 2) {
      return schemas.use(tokens.get(1)).getBytes(StandardCharsets.ISO_8859_1);
    } else if (schemas.skipping()) {
      return new byte[0];
    } else {
      SessionSettings.refuseSaved(tokens);
      if (rules.choice().map(choice -> choice.leavesOut(tokens)).orElse(false)) {
        return new byte[0];
      }
      if (database(tokens, edits)) {
        return new byte[0];
      }
    }
    collations(tokens, edits);
    return apply(statement, edits);
  }

  SchemaNames schemas() {
    return schemas;
  }

  private boolean mariadb() {
    return rules.target().map(server -> server.flavour() == Flavour.MARIADB).orElse(false);
  }

  private static String upper(List<SqlToken> tokens, int i) {
    return i < tokens.size() ? tokens.get(i).text().toUpperCase(Locale.ROOT) : "";
  }

  private static byte[] apply(byte[] statement, List<Edit> edits) {
    edits.sort(Comparator.comparingInt(Edit::start));
    ByteArrayOutputStream to = new ByteArrayOutputStream(statement.length);
    int at = 0;
    for (Edit edit : edits) {
      to.write(statement, at, edit.start() - at);
      to.writeBytes(edit.text().getBytes(StandardCharsets.ISO_8859_1));
      at = edit.end();
    }
    to.write(statement, at, statement.length - at);
    return to.toByteArray();
  }

  /** Whether the statement is dropped, because it is about the database itself. */
  private boolean database(List<SqlToken> tokens, List<Edit> edits) {
    String start = upper(tokens, 0);
    boolean whole = upper(tokens, 1).matches("DATABASE|SCHEMA");
    if (start.equals("DROP") && whole && name(tokens, 2) == tokens.size() - 1) {
      schemas.require(tokens.get(tokens.size() - 1));
      return true;
    }
    if (start.equals("CREATE") && whole) {
      schemas.require(tokens.get(Math.min(name(tokens, 2), tokens.size() - 1)));
      return true;
    }
    if (start.equals("ALTER") && whole) {
      edits.add(schemas.altered(tokens));
      return false;
    }
    other(start, tokens, edits);
    edits.addAll(schemas.edits(tokens));
    sequences |= start.equals("CREATE") && upper(tokens, 1).equals("SEQUENCE");
    // A default that takes from a sequence fails where only the table is locked.
    return mariadb() && sequences && start.matches("(UN)?LOCK");
  }

  private void other(String start, List<SqlToken> tokens, List<Edit> edits) {
    String next = upper(tokens, 1);
    boolean known =
        switch (start) {
          case "CREATE" -> create(tokens, edits);
          case "DROP" -> OBJECTS.contains(next) && all(tokens);
          case "ALTER" -> next.equals("TABLE") && own(tokens, 2);
          case "LOCK" -> next.matches("TABLES?") && all(tokens);
          case "UNLOCK" -> next.matches("TABLES?");
          case "START" -> next.equals("TRANSACTION");
          case "COMMIT", "ROLLBACK" -> tokens.size() == 1;
          case "ANALYZE" -> next.equals("TABLE") && own(tokens, 2) && histogram(tokens);
          case "DO", "SELECT" -> next.equals("SETVAL") && sequence(tokens);
          default -> false;
        };
    if (!known) {
      throw SqlScanner.refused("a statement that does not start like SQL of a dump");
    }
  }

  private boolean create(List<SqlToken> tokens, List<Edit> edits) {
    int at = 1;
    while (at < tokens.size() && !OBJECTS.contains(upper(tokens, at))) {
      at =
          switch (upper(tokens, at)) {
            case "OR", "REPLACE", "TEMPORARY", "AGGREGATE" -> at + 1;
            case "ALGORITHM", "SQL" -> at + 3;
            case "DEFINER" -> definer(tokens, at, edits);
            default -> tokens.size();
          };
    }
    boolean library = tokens.stream().anyMatch(token -> token.is("SONAME"));
    int name = upper(tokens, at + 1).equals("BODY") ? at + 2 : at + 1;
    if (upper(tokens, at).equals("EVENT")) {
      edits.addAll(EventStatus.edits(tokens, name(tokens, name), rules.events()));
    }
    return !library && at < tokens.size() && own(tokens, name(tokens, name));
  }

  private static int name(List<SqlToken> tokens, int at) {
    int name = at;
    while (upper(tokens, name).matches("IF|NOT|EXISTS")) {
      name++;
    }
    return name;
  }

  private boolean own(List<SqlToken> tokens, int at) {
    schemas.requireOwn(tokens, at);
    return at < tokens.size();
  }

  private boolean all(List<SqlToken> tokens) {
    for (int i = 1; i < tokens.size(); i++) {
      own(tokens, i);
    }
    return true;
  }

  private static boolean histogram(List<SqlToken> tokens) {
    return tokens.stream().anyMatch(token -> token.is("HISTOGRAM"));
  }

  private static boolean sequence(List<SqlToken> tokens) {
    return tokens.stream().skip(3).allMatch(t -> t.text().matches("(?s)`.*`|[\\w$.,)-]+"));
  }

  private boolean gtid(List<SqlToken> tokens) {
    boolean found =
        rules.dropGtid()
            && tokens.stream()
                .anyMatch(
                    t ->
                        t.text().matches("(?i).*(GTID_PURGED|SQL_LOG_BIN|MYSQLDUMP_TEMP_LOG_BIN)"));
    if (found) {
      rules.warnings().accept("a line on GTIDs or the binary log was left out of the restore");
    }
    return found;
  }

  /** Returns what follows the definer at that place. */
  private int definer(List<SqlToken> tokens, int at, List<Edit> edits) {
    if (at + 3 >= tokens.size() || !tokens.get(at + 1).is("=")) {
      return tokens.size();
    }
    int last = at + 2;
    String found = tokens.get(last).name();
    if (tokens.get(last + 1).is("@") && last + 2 < tokens.size()) {
      last += 2;
      found += "@" + tokens.get(last).name();
    } else if (tokens.get(last + 1).text().startsWith("@")) {
      last++;
      found += tokens.get(last).text();
    }
    decide(found, tokens.get(at).start(), tokens.get(last).end(), edits);
    return last + 1;
  }

  private void decide(String latin, int start, int end, List<Edit> edits) {
    String found = new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    Optional<String> wanted = rules.definers().replace(found);
    if (wanted.isEmpty()) {
      edits.add(new Edit(start, end, ""));
    } else if (!wanted.get().equals(found)) {
      int at = wanted.get().lastIndexOf('@');
      String user = at < 0 ? wanted.get() : wanted.get().substring(0, at);
      String host = at < 0 ? "%" : wanted.get().substring(at + 1);
      edits.add(new Edit(start, end, "DEFINER=" + quote(user) + "@" + quote(host)));
    }
  }

  static String latin(String name) {
    return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  static String quote(String name) {
    return latin("`" + name.replace("`", "``") + "`");
  }

  private void collations(List<SqlToken> tokens, List<Edit> edits) {
    for (int i = 0; i + 1 < tokens.size(); i++) {
      String word = tokens.get(i).text().toLowerCase(Locale.ROOT);
      boolean set = word.startsWith("collation_") && tokens.get(i + 1).is("=");
      if (!set && !word.equals("collate")) {
        continue;
      }
      int at = tokens.get(i + 1).is("=") ? i + 2 : i + 1;
      if (at < tokens.size()
          && tokens.get(at).name().matches("[A-Za-z0-9]+_[A-Za-z0-9_]+|binary")) {
        collation(tokens.get(at), edits);
      }
    }
  }

  private void collation(SqlToken token, List<Edit> edits) {
    String name = token.name().toLowerCase(Locale.ROOT);
    String wanted = rules.collations().getOrDefault(name, name);
    if (!rules.knownCollations().isEmpty() && !rules.knownCollations().contains(wanted)) {
      throw BackupException.data(
          "the target does not know the collation "
              + wanted
              + " of the dump; map it to one it knows");
    }
    if (!wanted.equals(name)) {
      edits.add(new Edit(token.start(), token.end(), wanted));
    }
  }
}
