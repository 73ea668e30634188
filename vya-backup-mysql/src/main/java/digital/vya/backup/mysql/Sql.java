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

  /** Without a backslash, which means itself in some modes of SQL and not in others. */
  static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
