package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Rewrites one short statement. Only words outside quotes and comments are ever changed. */
final class StatementRewriter {

  private static final Set<String> STARTS =
      Set.of(
          "ALTER",
          "CREATE",
          "DROP",
          "INSERT",
          "REPLACE",
          "SET",
          "USE",
          "LOCK",
          "UNLOCK",
          "START",
          "COMMIT",
          "ROLLBACK",
          "DO");
  private static final Set<String> OBJECTS =
      Set.of("TRIGGER", "VIEW", "PROCEDURE", "FUNCTION", "EVENT", "TABLE", "PACKAGE");

  private record Token(int start, int end, String text) {
    boolean is(String word) {
      return text.equalsIgnoreCase(word);
    }

    boolean quoted() {
      return "'\"`".indexOf(text.charAt(0)) >= 0;
    }

    String name() {
      if (!quoted()) {
        return text;
      }
      String quote = text.substring(0, 1);
      return text.substring(1, text.length() - 1).replace(quote + quote, quote);
    }
  }

  private record Edit(int start, int end, String text) {}

  private final RewriteRules rules;
  private final SqlScanner scanner;

  StatementRewriter(RewriteRules rules, SqlScanner scanner) {
    this.rules = rules;
    this.scanner = scanner;
  }

  byte[] rewrite(byte[] statement) {
    List<Token> tokens = tokens(new String(statement, StandardCharsets.ISO_8859_1));
    if (tokens.isEmpty()) {
      return statement;
    }
    String start = tokens.get(0).text().toUpperCase(Locale.ROOT);
    if (!STARTS.contains(start)) {
      throw SqlScanner.refused("a statement that does not start like SQL of a dump");
    }
    if (database(tokens) || gtid(tokens)) {
      return new byte[0];
    }
    if (start.equals("SET")) {
      mode(tokens);
    }
    List<Edit> edits = new ArrayList<>();
    if (start.equals("CREATE") || start.equals("ALTER")) {
      definer(tokens, edits);
    }
    if (!start.equals("INSERT") && !start.equals("REPLACE")) {
      collations(tokens, edits);
    }
    return apply(statement, edits);
  }

  private static byte[] apply(byte[] statement, List<Edit> edits) {
    if (edits.isEmpty()) {
      return statement;
    }
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

  private boolean database(List<Token> tokens) {
    boolean use = tokens.get(0).is("USE");
    boolean create =
        tokens.size() > 2 && (tokens.get(1).is("DATABASE") || tokens.get(1).is("SCHEMA"));
    if ((!use && !create) || rules.oldDatabase().isEmpty()) {
      return false;
    }
    String old = rules.oldDatabase().get();
    boolean known = tokens.stream().skip(1).limit(6).anyMatch(t -> t.name().equals(old));
    if (!known) {
      throw BackupException.data(
          "the dump changes to a database other than " + old + "; restore it by hand");
    }
    return true;
  }

  private boolean gtid(List<Token> tokens) {
    if (!rules.dropGtid() || !tokens.get(0).is("SET")) {
      return false;
    }
    boolean found =
        tokens.stream()
            .map(t -> t.text().toUpperCase(Locale.ROOT))
            .anyMatch(
                t ->
                    t.endsWith("GTID_PURGED")
                        || t.endsWith("SQL_LOG_BIN")
                        || t.endsWith("MYSQLDUMP_TEMP_LOG_BIN"));
    if (found) {
      rules.warnings().accept("a line on GTIDs or the binary log was left out of the restore");
    }
    return found;
  }

  private void mode(List<Token> tokens) {
    for (int i = 0; i + 2 < tokens.size(); i++) {
      if (tokens.get(i).text().toUpperCase(Locale.ROOT).matches("(@@(SESSION\\.)?)?SQL_MODE")
          && tokens.get(i + 1).is("=")) {
        String mode = tokens.get(i + 2).text().toUpperCase(Locale.ROOT);
        scanner.noBackslashEscapes = mode.contains("NO_BACKSLASH_ESCAPES");
        scanner.ansiQuotes = mode.contains("ANSI");
      }
    }
  }

  private void definer(List<Token> tokens, List<Edit> edits) {
    for (int i = 0; i + 2 < tokens.size(); i++) {
      if (OBJECTS.contains(tokens.get(i).text().toUpperCase(Locale.ROOT))) {
        return;
      }
      if (tokens.get(i).is("DEFINER") && tokens.get(i + 1).is("=")) {
        boolean host = i + 4 < tokens.size() && tokens.get(i + 3).is("@");
        Token last = tokens.get(host ? i + 4 : i + 2);
        String found = tokens.get(i + 2).name() + (host ? "@" + last.name() : "");
        decide(found, tokens.get(i).start(), last.end(), edits);
        return;
      }
    }
  }

  private void decide(String latin, int start, int end, List<Edit> edits) {
    String found = utf8(latin);
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

  private static String utf8(String latin) {
    return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static String quote(String name) {
    String quoted = "`" + name.replace("`", "``") + "`";
    return new String(quoted.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private void collations(List<Token> tokens, List<Edit> edits) {
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

  private void collation(Token token, List<Edit> edits) {
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

  private List<Token> tokens(String s) {
    List<Token> tokens = new ArrayList<>();
    int p = 0;
    while (p < s.length()) {
      int end = SqlToken.end(s, p, scanner.noBackslashEscapes, scanner.ansiQuotes);
      if (SqlToken.counts(s, p, end)) {
        tokens.add(new Token(p, end, s.substring(p, end)));
      }
      p = end;
    }
    return tokens;
  }
}
