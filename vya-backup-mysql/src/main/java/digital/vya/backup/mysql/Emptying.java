package digital.vya.backup.mysql;

import java.util.List;

/** Takes out what a database holds, without dropping the database. */
final class Emptying {

  private Emptying() {}

  /** All but tables, their triggers, and sequences. */
  static void definitions(Server server, String database) {
    Contents contents = Contents.of(server, database);
    drop(server, "EVENT", database, contents.events());
    drop(server, "VIEW", database, contents.views());
    drop(server, "VIEW", database, contents.brokenViews());
    String schema = Sql.identifier(database) + ".";
    for (String routine : contents.routines()) {
      int name = routine.indexOf('`');
      server.execute(
          "DROP " + routine.substring(0, name) + "IF EXISTS " + schema + routine.substring(name));
    }
  }

  /** Everything. */
  static void all(Server server, String database) {
    server.execute("SET SESSION lock_wait_timeout = 60");
    definitions(server, database);
    server.execute("SET SESSION foreign_key_checks = 0");
    drop(server, "TABLE", database, Contents.tables(server, database));
    drop(server, "TABLE", database, List.of(Notes.TABLE));
    drop(server, "SEQUENCE", database, Contents.sequences(server, database));
    server.execute("SET SESSION foreign_key_checks = 1");
  }

  private static void drop(Server server, String kind, String database, List<String> names) {
    for (String name : names) {
      server.execute("DROP " + kind + " IF EXISTS " + Sql.identifier(database, name));
    }
  }
}
