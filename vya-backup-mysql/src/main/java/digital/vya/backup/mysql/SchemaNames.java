package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
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
  private final RewriteRules rules;
  private final Optional<DumpSections> sections;
  private final Set<String> told = new HashSet<>();

  SchemaNames(RewriteRules rules, SqlScanner scanner) {
    this.scanner = scanner;
    this.rules = rules;
    this.sections =
        rules
            .databases()
            .filter(RewriteRules.Databases::guessed)
            .map(d -> new DumpSections(d.dumped(), d.creation().isPresent()));
  }

  /** What the head of a dump tells is surer than a guess. */
  void header(String database) {
    sections.ifPresent(s -> s.header(DumpSections.utf8(database)));
  }

  /** A statement in a database. */
  void settle() {
    sections.ifPresent(DumpSections::feed);
  }

  /** Whether what follows is of a database that is not wanted. */
  boolean skipping() {
    return sections.map(DumpSections::skipping).orElse(false);
  }

  /** Whether the dump is of a whole server, of which one database is to be restored. */
  boolean ofServer() {
    return sections.map(DumpSections::ofServer).orElse(false);
  }

  /** The end of a dump that is complete. */
  void end() {
    sections.ifPresent(DumpSections::end);
  }

  /** What stands for a {@code USE}: nothing, or what throws away a mistake. */
  String use(SqlToken name) {
    if (sections.isEmpty() || !isName(name)) {
      require(name);
      return "";
    }
    if (!sections.get().use(DumpSections.utf8(name.name()))) {
      return "";
    }
    rules.choice().ifPresent(TableChoice::beginAnew);
    RewriteRules.Databases names = rules.databases().orElseThrow();
    String target = StatementRewriter.quote(names.restored());
    String end = new String(scanner.delimiter, StandardCharsets.ISO_8859_1) + "\n";
    String creation = StatementRewriter.latin(names.creation().orElseThrow());
    return "DROP DATABASE " + target + end + creation + end + "USE " + target + end;
  }

  /** Takes {@code CREATE DATABASE} and {@code DROP DATABASE} of databases of the dump only. */
  void require(SqlToken name) {
    if (sections.isPresent() && isName(name)) {
      sections.get().named(DumpSections.utf8(name.name()));
    } else if (!dumped(name)) {
      throw other();
    }
  }

  private BackupException other() {
    return BackupException.data(
        "the dump names a database other than " + of() + "; restore it by hand");
  }

  private Optional<String> dumped() {
    return sections
        .map(DumpSections::taken)
        .or(() -> rules.databases().map(RewriteRules.Databases::dumped));
  }

  private String of() {
    return dumped().orElse("the restored one");
  }

  /** The name of what is made or dropped, at that place. */
  void requireOwn(List<SqlToken> tokens, int at) {
    settle();
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
    if (!dumped(tokens.get(2))) {
      throw other();
    }
    return edit(tokens.get(2));
  }

  List<StatementRewriter.Edit> edits(List<SqlToken> tokens) {
    List<StatementRewriter.Edit> edits = new ArrayList<>();
    boolean taken = false;
    for (int i = 0; i < tokens.size() && dumped().isPresent(); i++) {
      taken |= dumped(tokens.get(i)) && (!dot(tokens, i + 1) || dot(tokens, i - 1));
    }
    for (int i = 0; i + 2 < tokens.size(); i++) {
      if (!dot(tokens, i + 1) || dot(tokens, i - 1)) {
        continue;
      }
      if (!dumped(tokens.get(i))) {
        tell(tokens.get(i));
        continue;
      }
      if (!taken || sure(tokens, i)) {
        edits.add(edit(tokens.get(i)));
      }
    }
    return edits;
  }

  private void tell(SqlToken token) {
    String name = DumpSections.utf8(token.name());
    boolean other = isName(token) && sections.map(s -> s.isOther(name)).orElse(false);
    if (other && told.add(name)) {
      rules
          .warnings()
          .accept(of() + " refers to the database " + name + " of the dump, which stays as it is");
    }
  }

  StatementRewriter.Edit edit(SqlToken name) {
    String restored = rules.databases().map(RewriteRules.Databases::restored).orElse(name.name());
    boolean same = dumped().map(d -> d.equals(restored)).orElse(true);
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
        && dumped().map(d -> StatementRewriter.latin(d).equals(token.name())).orElse(false);
  }

  private boolean isName(SqlToken token) {
    char c = token.text().charAt(0);
    return c != '\'' && (c != '"' || scanner.mode.ansiQuotes());
  }
}
