package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether one statement of a dump is kept, told by as few of its words as that takes. */
final class Verdict {

  private static final int WORDS = 4;
  private static final int FIRST_WITH_TRANSACTION_TIMEOUT = 17;
  private static final int FIRST_WITH_STATISTICS = 18;

  private static final Pattern SETTING =
      Pattern.compile(
          "SET\\s+(?:SESSION\\s+)?(\\w+)\\s*(?:=|\\sTO\\s)\\s*'?([^';\\s]*)'?\\s*;?\\s*",
          Pattern.CASE_INSENSITIVE);

  /** In these a backslash or a quote can be the second half of another character. */
  private static final Set<String> UNSAFE =
      Set.of("BIG5", "GB18030", "GBK", "JOHAB", "SHIFTJIS2004", "SHIFT_JIS_2004", "SJIS", "UHC");

  private final int serverMajor;
  private final List<String> words = new ArrayList<>();
  private String previous = "";
  private boolean decided;
  private Optional<Left> left = Optional.empty();
  private boolean data;
  private int atomic;

  /**
   * On a statement that begins.
   *
   * @param serverMajor the major version of the server that takes the dump
   */
  Verdict(int serverMajor) {
    this.serverMajor = serverMajor;
  }

  boolean isDecided() {
    return decided;
  }

  /** Whether no further word changes anything. */
  boolean isSettled() {
    return decided
        && (words.isEmpty()
            || !words.get(0).equals("CREATE")
            || (words.size() == WORDS && !isRoutine()));
  }

  /** Why it is left out; empty if it is kept. */
  Optional<Left> left() {
    return left;
  }

  /** Whether the lines after it are data, up to {@code \.}. */
  boolean isFollowedByData() {
    return data;
  }

  /** Whether a semicolon would be one between the statements of a function's body. */
  boolean isWithinBody() {
    return atomic > 0;
  }

  /**
   * Takes its next unquoted word.
   *
   * @param depth how many parentheses are open
   */
  void word(String text, int depth) {
    String word = text.toUpperCase(Locale.ROOT);
    if (words.size() < WORDS) {
      words.add(word);
    }
    if (depth == 0) {
      body(word);
    }
    if (!decided) {
      decide(word, depth);
    }
    previous = depth == 0 ? word : "";
  }

  /** Takes something else: a quoted name, a string. */
  void quoted() {
    boolean open = !words.isEmpty() && Set.of("SELECT", "UPDATE").contains(words.get(0));
    if (words.isEmpty() || open || (previous.equals("ON") && !words.get(0).equals("COMMENT"))) {
      keep();
    }
    previous = "";
  }

  /**
   * Takes the end of a statement that is not decided.
   *
   * @return what it sets, for the settings that matter here: the name and the value
   */
  Optional<String[]> end(String text) {
    if (words.isEmpty() || !words.get(0).equals("SET")) {
      atEnd();
      return Optional.empty();
    }
    keep();
    Matcher setting = SETTING.matcher(text);
    if (!setting.matches()) {
      return Optional.empty();
    }
    String name = setting.group(1).toLowerCase(Locale.ROOT);
    if (name.equals("transaction_timeout") && serverMajor < FIRST_WITH_TRANSACTION_TIMEOUT) {
      leave(Left.TIMEOUT);
    }
    String value = setting.group(2).toUpperCase(Locale.ROOT);
    if (name.equals("client_encoding") && UNSAFE.contains(value)) {
      throw BackupException.data(
          "the dump is in the encoding "
              + value
              + ", which cannot be looked through safely; dump it again with --encoding=UTF8");
    }
    return Optional.of(new String[] {name, value});
  }

  private void atEnd() {
    if (words.size() == 2 && words.get(1).equals("USER")) {
      leave(Left.ROLES);
    } else if (!words.isEmpty() && words.get(0).equals("COPY")) {
      throw SqlLexer.foreign("a COPY that does not read the dump itself");
    } else {
      keep();
    }
  }

  private void keep() {
    decided = true;
  }

  private void leave(Left why) {
    decided = true;
    left = Optional.of(why);
  }

  /** As psql does it: BEGIN ATOMIC of a routine's body, CASE and END within it. */
  private void body(String word) {
    if ((word.equals("BEGIN") && isRoutine()) || (word.equals("CASE") && atomic > 0)) {
      atomic++;
    } else if (word.equals("END") && atomic > 0) {
      atomic--;
    }
  }

  private boolean isRoutine() {
    int at = words.size() == WORDS && words.get(1).equals("OR") ? 3 : 1;
    return words.get(0).equals("CREATE")
        && words.size() > at
        && Set.of("FUNCTION", "PROCEDURE").contains(words.get(at));
  }

  private void decide(String word, int depth) {
    switch (words.get(0)) {
      case "CREATE", "ALTER", "DROP" -> definition(word);
      case "COMMENT" -> {
        if (words.size() == 3) {
          about(word);
        }
      }
      case "SECURITY" -> {
        if (previous.equals("ON")) {
          about(word);
        }
      }
      case "GRANT", "REVOKE" -> {
        if (depth == 0) {
          grant(word);
        }
      }
      case "COPY" -> {
        data = depth == 0 && previous.equals("FROM") && word.equals("STDIN");
        decided = data;
      }
      case "UPDATE" -> catalog(word);
      case "SELECT" -> statistics(word);
      case "SET" -> {}
      case "BEGIN", "START", "COMMIT", "END" -> leave(Left.TRANSACTION);
      case "ROLLBACK", "ABORT" -> throw SqlLexer.foreign("a " + word);
      default -> keep();
    }
  }

  private void definition(String word) {
    if (words.size() == 3) {
      // A user mapping belongs to a foreign server, and that to the database.
      if (word.equals("MAPPING")) {
        keep();
      } else {
        leave(Left.ROLES);
      }
      return;
    }
    switch (words.size() == 2 ? word : "USER") {
      case "DATABASE" -> leave(words.get(0).equals("ALTER") ? Left.ATTRIBUTES : Left.PLACE);
      case "ROLE", "GROUP" -> leave(Left.ROLES);
      case "TABLESPACE" -> leave(Left.TABLESPACES);
      case "USER" -> {}
      default -> keep();
    }
  }

  private void about(String word) {
    switch (word) {
      case "DATABASE" -> leave(Left.ATTRIBUTES);
      case "ROLE", "PARAMETER" -> leave(Left.ROLES);
      case "TABLESPACE" -> leave(Left.TABLESPACES);
      default -> keep();
    }
  }

  private void grant(String word) {
    if (previous.equals("ON")) {
      about(word);
    } else if (word.equals("TO") || word.equals("FROM")) {
      leave(Left.ROLES);
    }
  }

  /** What pg_dump writes for a template, and for a database that takes no connections. */
  private void catalog(String word) {
    if (word.equals("PG_DATABASE")) {
      leave(Left.ATTRIBUTES);
    } else if (words.size() > 1 && !word.equals("PG_CATALOG")) {
      keep();
    }
  }

  private void statistics(String word) {
    if (word.startsWith("PG_RESTORE_") && serverMajor < FIRST_WITH_STATISTICS) {
      leave(Left.STATISTICS);
    } else if (words.size() > 1 && !word.equals("FROM") && !word.equals("PG_CATALOG")) {
      keep();
    }
  }
}
