package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name of a table or schema in which {@code *} stands for any text and {@code ?} for one
 * character; everything else is itself, in upper or lower case as it is written. A table without a
 * schema is one of any schema.
 */
record Glob(String schema, String name) {

  private static final String ANY = "*";
  private static final Pattern QUOTED =
      Pattern.compile("\"(?:[^\"]|\"\")++\"(?=\\.|\\z)", Pattern.DOTALL);

  static Glob ofSchema(String text) {
    return new Glob(ANY, required(text));
  }

  /**
   * The first dot separates schema and table; for a dot within a name there is {@code ?}, or SQL's
   * double quotes around the name, as in a report.
   */
  static Glob ofTable(String text) {
    int quoted = endOfQuoted(required(text));
    int dot = quoted == 0 ? text.indexOf('.') : quoted;
    return dot < 0 || dot == text.length()
        ? new Glob(ANY, unquoted(text))
        : new Glob(
            required(unquoted(text.substring(0, dot))),
            required(unquoted(text.substring(dot + 1))));
  }

  /**
   * Where the quoted name ends that the text begins with, if it does and a dot or nothing follows.
   */
  private static int endOfQuoted(String text) {
    Matcher matcher = QUOTED.matcher(text);
    return matcher.lookingAt() ? matcher.end() : 0;
  }

  private static String unquoted(String part) {
    return QUOTED.matcher(part).matches()
        ? part.substring(1, part.length() - 1).replace("\"\"", "\"")
        : part;
  }

  private static String required(String text) {
    if (text.isEmpty() || text.indexOf('\0') >= 0) {
      throw BackupException.configuration(
          "a pattern of tables or schemas is empty; write it as name or schema.name");
    }
    return text;
  }

  /** As pg_dump takes it; a table always with its schema, or it would only look at some. */
  String patternOfTable() {
    return quoted(schema) + "." + quoted(name);
  }

  /** A schema as pg_dump takes it. */
  String patternOfSchema() {
    return quoted(name);
  }

  /** Between quotes nothing has a meaning to pg_dump, outside of them wildcards have. */
  private static String quoted(String glob) {
    var pattern = new StringBuilder();
    for (String part : glob.split("(?<=[*?])|(?=[*?])")) {
      boolean wild = part.equals("*") || part.equals("?");
      pattern.append(wild ? part : Sql.identifier(part));
    }
    return pattern.toString();
  }

  String schemaRegex() {
    return regex(schema);
  }

  String nameRegex() {
    return regex(name);
  }

  private static String regex(String glob) {
    var regex = new StringBuilder("^(");
    glob.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> {
                  boolean plain = Character.isLetterOrDigit(c) || c == '_' || c > 127;
                  regex.append(plain ? "" : "\\").appendCodePoint(c);
                }
              }
            });
    return regex.append(")$").toString();
  }
}
