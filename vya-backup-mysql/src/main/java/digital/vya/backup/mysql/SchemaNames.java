package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Where a statement names a database, and whether it may. */
final class SchemaNames {

  /** What stands before a name that can only be that of a database, if a dot follows. */
  private static final Set<String> BEFORE =
      Set.of(
          "CALL",
          "EVENT",
          "EXISTS",
          "FOR",
          "FROM",
          "FUNCTION",
          "INTO",
          "JOIN",
          "LIKE",
          "PROCEDURE",
          "REFERENCES",
          "SEQUENCE",
          "STRAIGHT_JOIN",
          "TABLE",
          "TABLES",
          "TRIGGER",
          "UPDATE",
          "VIEW");

  private static final Set<String> SEQUENCES = Set.of("NEXTVAL", "LASTVAL", "SETVAL");

  private final SqlScanner scanner;
  private Optional<RewriteRules.Databases> names;
  private boolean guessed;

  SchemaNames(RewriteRules rules, SqlScanner scanner) {
    this.scanner = scanner;
    this.names = rules.databases();
    this.guessed = names.map(RewriteRules.Databases::guessed).orElse(false);
  }

  /** What the head of a dump tells is surer than a guess. */
  void header(String database) {
    if (guessed && database.isEmpty()) {
      throw several("all of a server");
    }
    if (guessed) {
      learn(database);
    }
  }

  private static BackupException several(String names) {
    return BackupException.data(
        "the dump holds several databases, "
            + names
            + ", and only one can be restored at a time; dump that one alone, or restore it by"
            + " hand");
  }

  private void learn(String latin) {
    String name = new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    names = names.map(known -> new RewriteRules.Databases(name, known.restored(), true));
  }

  /** From the first statement in a database on there is no other one. */
  void settle() {
    guessed = false;
  }

  /** Takes {@code USE}, {@code CREATE DATABASE} and the like of the dumped database only. */
  void require(SqlToken name) {
    if (guessed && isName(name)) {
      learn(name.name());
      settle();
    }
    if (!dumped(name)) {
      throw other(name);
    }
  }

  private BackupException other(SqlToken name) {
    if (names.map(RewriteRules.Databases::guessed).orElse(false)) {
      var text = StandardCharsets.UTF_8.decode(StandardCharsets.ISO_8859_1.encode(name.name()));
      return several(of() + " and " + text);
    }
    return BackupException.data(
        "the dump names a database other than " + of() + "; restore it by hand");
  }

  private String of() {
    return names.map(RewriteRules.Databases::dumped).orElse("the restored one");
  }

  /** The name of what is made or dropped, at that place. */
  void requireOwn(List<SqlToken> tokens, int at) {
    settle();
    if (dot(tokens, at + 1) && !dumped(tokens.get(at))) {
      throw other(tokens.get(at));
    }
  }

  /** Takes the form that dump tools write around what was made with another default. */
  StatementRewriter.Edit altered(List<SqlToken> tokens) {
    boolean form =
        tokens.size() == 8
            && tokens.get(3).is("CHARACTER")
            && tokens.get(4).is("SET")
            && tokens.get(6).is("COLLATE");
    if (!form) {
      throw SqlScanner.refused("an unusual ALTER DATABASE");
    }
    require(tokens.get(2));
    return edit(tokens.get(2));
  }

  List<StatementRewriter.Edit> edits(List<SqlToken> tokens) {
    List<StatementRewriter.Edit> edits = new ArrayList<>();
    boolean taken = false;
    for (int i = 0; i < tokens.size() && names.isPresent(); i++) {
      taken |= dumped(tokens.get(i)) && (!dot(tokens, i + 1) || dot(tokens, i - 1));
    }
    for (int i = 0; i + 2 < tokens.size(); i++) {
      if (!dot(tokens, i + 1) || dot(tokens, i - 1) || !dumped(tokens.get(i))) {
        continue;
      }
      if (!taken || sure(tokens, i)) {
        edits.add(edit(tokens.get(i)));
      }
    }
    return edits;
  }

  StatementRewriter.Edit edit(SqlToken name) {
    String restored = names.map(RewriteRules.Databases::restored).orElse(name.name());
    boolean same = names.map(d -> d.dumped().equals(restored)).orElse(true);
    String text = same ? name.text() : StatementRewriter.quote(restored);
    return new StatementRewriter.Edit(name.start(), name.end(), text);
  }

  private static boolean sure(List<SqlToken> tokens, int i) {
    boolean call = i + 3 < tokens.size() && tokens.get(i + 3).is("(");
    if (call || dot(tokens, i + 3) || i == 0) {
      return true;
    }
    String before = tokens.get(i - 1).text().toUpperCase(Locale.ROOT);
    boolean sequence =
        before.equals("(")
            && i > 1
            && SEQUENCES.contains(tokens.get(i - 2).text().toUpperCase(Locale.ROOT));
    return sequence || BEFORE.contains(before);
  }

  private static boolean dot(List<SqlToken> tokens, int i) {
    return i >= 0 && i < tokens.size() && tokens.get(i).is(".");
  }

  private boolean dumped(SqlToken token) {
    // A row of a trigger
    boolean row = token.is("OLD") || token.is("NEW");
    return isName(token)
        && !row
        && names.isPresent()
        && StatementRewriter.latin(names.get().dumped()).equals(token.name());
  }

  private boolean isName(SqlToken token) {
    char c = token.text().charAt(0);
    return c != '\'' && (c != '"' || scanner.mode.ansiQuotes());
  }
}
