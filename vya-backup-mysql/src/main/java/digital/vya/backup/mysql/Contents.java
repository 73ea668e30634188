package digital.vya.backup.mysql;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The names of what a database holds.
 *
 * @param tables with rows
 * @param sequences MariaDB's
 * @param brokenViews those that cannot be used, and so not be dumped; they are not among the views
 * @param triggered the tables with triggers
 * @param routines with what they are before the name, such as {@code FUNCTION `f`}
 */
record Contents(
    List<String> tables,
    List<String> sequences,
    List<String> views,
    List<String> brokenViews,
    List<String> triggers,
    List<String> triggered,
    List<String> routines,
    List<String> events) {

  static Contents of(Server server, String database) {
    List<String> views = views(server, database);
    List<String> broken = views.stream().filter(view -> broken(server, database, view)).toList();
    return new Contents(
        tables(server, database),
        sequences(server, database),
        views.stream().filter(view -> !broken.contains(view)).toList(),
        broken,
        triggers(server, database),
        ofTriggers(server, database, "DISTINCT EVENT_OBJECT_TABLE"),
        server.texts(
            "SELECT CONCAT(ROUTINE_TYPE, ' `', REPLACE(ROUTINE_NAME, '`', '``'), '`')"
                + " FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ? ORDER BY 1",
            database),
        server.texts(
            "SELECT EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ? ORDER BY 1",
            database));
  }

  static List<String> tables(Server server, String database) {
    String other = "NOT IN ('VIEW', 'SYSTEM VIEW', 'SEQUENCE', 'TEMPORARY')";
    return named(server, database, other).stream().filter(table -> !Notes.isNotes(table)).toList();
  }

  static List<String> sequences(Server server, String database) {
    return named(server, database, "= 'SEQUENCE'");
  }

  static List<String> views(Server server, String database) {
    return named(server, database, "= 'VIEW'");
  }

  /** What {@code RENAME TABLE} can move. */
  static List<String> movable(Server server, String database) {
    return Stream.concat(tables(server, database).stream(), sequences(server, database).stream())
        .toList();
  }

  private static List<String> named(Server server, String database, String type) {
    return server.texts(
        "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE "
            + type
            + " ORDER BY 1",
        database);
  }

  static List<String> triggers(Server server, String database) {
    return ofTriggers(server, database, "TRIGGER_NAME");
  }

  private static List<String> ofTriggers(Server server, String database, String column) {
    return server.texts(
        "SELECT "
            + column
            + " FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ? ORDER BY 1",
        database);
  }

  /** As the dump programs ask, which give up at the first one. */
  private static boolean broken(Server server, String database, String view) {
    String fields = "SHOW FIELDS FROM " + Sql.identifier(database, view);
    return server.with(
        connection -> {
          try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.executeQuery(fields).close();
            return false;
          } catch (SQLException e) {
            if (Troubles.isBroken(e)) {
              return true;
            }
            throw e;
          }
        });
  }

  /** What {@code RENAME TABLE} can move. */
  List<String> movable() {
    return Stream.concat(tables.stream(), sequences.stream()).toList();
  }

  boolean hasDefinitions() {
    return !(views.isEmpty() && triggers.isEmpty() && routines.isEmpty() && events.isEmpty());
  }
}
