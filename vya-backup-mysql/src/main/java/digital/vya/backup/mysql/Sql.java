package digital.vya.backup.mysql;

/** Quotes what comes from elsewhere. */
final class Sql {

  private Sql() {}

  static String identifier(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  /** What is in a database. */
  static String identifier(String database, String name) {
    return identifier(database) + '.' + identifier(name);
  }

  /** For connections of {@link Server}, which pin the mode in which a backslash escapes. */
  static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
