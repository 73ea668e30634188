package digital.vya.backup.mysql;

/** Quotes what comes from elsewhere. */
final class Sql {

  private Sql() {}

  static String identifier(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  /** For connections of {@link Server}, which pin the mode in which a backslash escapes. */
  static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
