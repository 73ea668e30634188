package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What must hold before tables of a scratch database are put among those of a target. */
final class TableSwapChecks {

  /** No name holds a 0. MariaDB finds too few where it is asked for some of the tables. */
  private static final String KEYS =
      "SELECT DISTINCT CONCAT_WS(CHAR(0), k.TABLE_SCHEMA, k.TABLE_NAME, k.REFERENCED_TABLE_SCHEMA,"
          + " k.REFERENCED_TABLE_NAME) FROM information_schema.KEY_COLUMN_USAGE k"
          + " WHERE k.REFERENCED_TABLE_NAME IS NOT NULL"
          + " AND (k.TABLE_SCHEMA = ? OR k.REFERENCED_TABLE_SCHEMA = ?) ORDER BY 1";

  private final Server server;
  private final String scratch;
  private final String target;

  TableSwapChecks(Server server, String scratch, String target) {
    this.server = server;
    this.scratch = scratch;
    this.target = target;
  }

  /**
   * Changes nothing.
   *
   * @param replaced those of the tables that are in the target, too
   */
  void run(List<String> tables, List<String> replaced) {
    requireNoKeysAcross(tables, replaced);
    requireFreeTriggers(replaced);
  }

  /** A foreign key follows a table that is moved, and would end at the replaced one. */
  private void requireNoKeysAcross(List<String> tables, List<String> replaced) {
    var keys = new ArrayList<>(ForeignKeys.danglingOf(server, scratch));
    for (String key : server.texts(KEYS, target, target)) {
      String[] names = key.split("\0", -1);
      boolean child = names[0].equals(target) && replaced.contains(names[1]);
      boolean parent = names[2].equals(target) && replaced.contains(names[3]);
      if (child != parent) {
        keys.add(names[0] + "." + names[1] + " to " + names[2] + "." + names[3]);
      }
    }
    if (!keys.isEmpty()) {
      throw BackupException.configuration(
          "foreign keys tie the tables "
              + String.join(", ", tables.stream().limit(5).toList())
              + " to others ("
              + ForeignKeys.some(keys)
              + "); name those tables as well, restore to another target, or straight into this one"
              + " with --mode fast");
    }
  }

  private void requireFreeTriggers(List<String> replaced) {
    List<String> taken =
        server.texts(
            "SELECT o.TRIGGER_NAME FROM information_schema.TRIGGERS o"
                + " JOIN information_schema.TRIGGERS n ON n.TRIGGER_NAME = o.TRIGGER_NAME"
                + " WHERE n.TRIGGER_SCHEMA = ? AND o.TRIGGER_SCHEMA = ?"
                + (replaced.isEmpty()
                    ? ""
                    : " AND o.EVENT_OBJECT_TABLE NOT IN (" + literals(replaced) + ")"),
            scratch,
            target);
    if (!taken.isEmpty()) {
      throw BackupException.configuration(
          "another table of " + target + " has a trigger " + taken.get(0) + " already; rename it");
    }
  }

  private static String literals(List<String> names) {
    return names.stream().map(Sql::literal).collect(Collectors.joining(", "));
  }
}
