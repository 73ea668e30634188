package digital.vya.backup.mysql;

import java.util.List;

/** Foreign keys that do not move with their tables. */
final class ForeignKeys {

  private static final int NAMED = 5;

  private static final String NAME =
      "SELECT DISTINCT CONCAT(k.TABLE_SCHEMA, '.', k.TABLE_NAME, ' to ', k.REFERENCED_TABLE_SCHEMA,"
          + " '.', k.REFERENCED_TABLE_NAME) FROM information_schema.KEY_COLUMN_USAGE k";

  private ForeignKeys() {}

  /** Those between a database and others, as far as the connected account may see. */
  static List<String> acrossOf(Server server, String database) {
    return server.texts(
        NAME
            + " WHERE k.REFERENCED_TABLE_SCHEMA <> k.TABLE_SCHEMA"
            + " AND (k.TABLE_SCHEMA = ? OR k.REFERENCED_TABLE_SCHEMA = ?) ORDER BY 1",
        database,
        database);
  }

  /**
   * Those to tables that are not there: they would come to refer to the tables that are moved in.
   */
  static List<String> danglingOf(Server server, String database) {
    return server.texts(
        NAME
            + " LEFT JOIN information_schema.TABLES t ON t.TABLE_SCHEMA = k.REFERENCED_TABLE_SCHEMA"
            + " AND t.TABLE_NAME = k.REFERENCED_TABLE_NAME WHERE k.TABLE_SCHEMA = ?"
            + " AND k.REFERENCED_TABLE_NAME IS NOT NULL AND t.TABLE_NAME IS NULL ORDER BY 1",
        database);
  }

  static String some(List<String> keys) {
    String more = keys.size() > NAMED ? " and " + (keys.size() - NAMED) + " more" : "";
    return String.join(", ", keys.subList(0, Math.min(NAMED, keys.size()))) + more;
  }
}
