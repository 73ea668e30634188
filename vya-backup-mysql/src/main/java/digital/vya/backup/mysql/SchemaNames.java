package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
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

  private final RewriteRules rules;
  private final SqlScanner scanner;

  SchemaNames(RewriteRules rules, SqlScanner scanner) {
    this.rules = rules;
    this.scanner = scanner;
  }

  /** Takes {@code USE} and {@code CREATE DATABASE} of the dumped database only. */
  void require(SqlToken name) {
    if (!dumped(name)) {
      throw other();
    }
  }

  private BackupException other() {
    return BackupException.data(
        "the dump names a database other than "
            + rules.databases().map(RewriteRules.Databases::dumped).orElse("the restored one")
            + "; restore it by hand");
  }

  /** The name of what is made or dropped, at that place. */
  void requireOwn(List<SqlToken> tokens, int at) {
    if (dot(tokens, at + 1) && !dumped(tokens.get(at))) {
      throw other();
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
    for (int i = 0; i < tokens.size() && rules.databases().isPresent(); i++) {
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
    String restored = rules.databases().map(RewriteRules.Databases::restored).orElse(name.name());
    boolean same = rules.databases().map(d -> d.dumped().equals(restored)).orElse(true);
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
    Optional<RewriteRules.Databases> names = rules.databases();
    char c = token.text().charAt(0);
    boolean name = c != '\'' && (c != '"' || scanner.mode.ansiQuotes());
    // A row of a trigger
    boolean row = token.is("OLD") || token.is("NEW");
    return name
        && !row
        && names.isPresent()
        && StatementRewriter.latin(names.get().dumped()).equals(token.name());
  }
}
