package digital.vya.backup.sqlite;

import digital.vya.backup.api.RowHash;
import digital.vya.backup.api.TableFingerprint;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.sqlite.SQLiteConnection;

/** What a database file that nobody else knows consists of. */
final class Schema {

  static final String SEQUENCES = "(sequences)";
  static final String DEFINITIONS = "(schema)";

  /** A row's number is a column where a rowid table has a primary key that needs no index. */
  private static final String TABLES =
      "SELECT s.name, s.rootpage,"
          + " EXISTS (SELECT 1 FROM pragma_table_xinfo(s.name) WHERE pk > 0) AND NOT EXISTS"
          + " (SELECT 1 FROM pragma_index_list(s.name) WHERE origin = 'pk')"
          + " FROM sqlite_schema s WHERE s.type = 'table' AND s.rootpage > 0 ORDER BY s.rowid";

  /** As bytes, which a name that is no text stays too. The places of tables are no content. */
  private static final String OBJECTS =
      "SELECT CAST(type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') AS BLOB)"
          + " FROM sqlite_schema UNION ALL"
          + " SELECT CAST('user_version ' || user_version AS BLOB) FROM pragma_user_version"
          + " UNION ALL SELECT CAST('application_id ' || application_id AS BLOB)"
          + " FROM pragma_application_id UNION ALL"
          + " SELECT CAST('encoding ' || encoding AS BLOB) FROM pragma_encoding";

  private record Table(String name, long root, boolean keyed) {}

  private Schema() {}

  /**
   * Tells the fingerprint of every table, and of all definitions as {@value #DEFINITIONS}. Virtual
   * tables have no rows of their own: their content is in the tables they keep it in.
   *
   * @param what the database's name for people
   */
  static void fingerprints(Path copy, String what, Consumer<TableFingerprint> told)
      throws IOException, InterruptedException {
    List<Table> tables;
    try (var connection = Sqlite.openPrivate(copy)) {
      tables = tables(connection);
      told.accept(definitions(connection));
    } catch (SQLException e) {
      throw SqliteFailure.of(what, e);
    }
    try (var pages = new Pages(copy)) {
      var rows = new Rows(pages);
      for (Table table : tables) {
        told.accept(rows.hash(table.root, table.keyed).fingerprint(shown(table.name)));
      }
    }
  }

  private static List<Table> tables(SQLiteConnection connection) throws SQLException {
    var tables = new ArrayList<Table>();
    try (var statement = connection.createStatement();
        var found = statement.executeQuery(TABLES)) {
      while (found.next()) {
        tables.add(new Table(found.getString(1), found.getLong(2), found.getBoolean(3)));
      }
    }
    return tables;
  }

  private static TableFingerprint definitions(SQLiteConnection connection) throws SQLException {
    var hash = new RowHash();
    try (var statement = connection.createStatement();
        var found = statement.executeQuery(OBJECTS)) {
      while (found.next()) {
        byte[] definition = found.getBytes(1);
        hash.row(definition, 0, definition.length);
      }
    }
    return hash.fingerprint(DEFINITIONS);
  }

  private static String shown(String name) {
    if (name.equals("sqlite_sequence")) {
      return SEQUENCES;
    }
    // Names in parentheses are those of what is no table.
    return name.startsWith("(") ? '"' + name + '"' : name;
  }
}
