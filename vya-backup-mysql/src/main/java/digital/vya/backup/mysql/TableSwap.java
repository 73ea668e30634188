package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts the tables of a scratch database in the place of those of the same name, all in one atomic
 * statement. Triggers cannot move with a table: they are made again, and until then a new table is
 * without its own.
 */
final class TableSwap {

  /** No name holds a 0. MariaDB finds too few where it is asked for some of the tables. */
  private static final String KEYS =
      "SELECT DISTINCT CONCAT_WS(CHAR(0), k.TABLE_SCHEMA, k.TABLE_NAME, k.REFERENCED_TABLE_SCHEMA,"
          + " k.REFERENCED_TABLE_NAME) FROM information_schema.KEY_COLUMN_USAGE k"
          + " WHERE k.REFERENCED_TABLE_NAME IS NOT NULL"
          + " AND (k.TABLE_SCHEMA = ? OR k.REFERENCED_TABLE_SCHEMA = ?) ORDER BY 1";

  private final MysqlConfig config;
  private final Server server;
  private final String scratch;
  private final String target;
  private final Host host;

  TableSwap(MysqlConfig config, Server server, String scratch, String target, Host host) {
    this.config = config;
    this.server = server;
    this.scratch = scratch;
    this.target = target;
    this.host = host;
  }

  /** What is replaced is in the kept database afterwards, which this makes. */
  void run(String kept) throws IOException, InterruptedException {
    List<String> tables = Contents.movable(server, scratch);
    Set<String> there = new HashSet<>(Contents.movable(server, target));
    List<String> replaced = tables.stream().filter(there::contains).toList();
    requireNoKeysAcross(tables, replaced);
    requireFreeTriggers(replaced);
    var tools = new Definitions.Tools(config, server.version(), host);
    Definitions fresh = triggers(scratch, tables, tools);
    Definitions old = triggers(target, replaced, tools);
    server.execute("CREATE DATABASE " + Sql.identifier(kept));
    boolean moved = false;
    try {
      drop(scratch, tables);
      drop(target, replaced);
      server.execute("RENAME TABLE " + String.join(", ", moves(kept, tables, replaced)));
      moved = true;
    } finally {
      if (!moved) {
        old.make(Definitions.Part.TRIGGERS, target, tools);
      }
    }
    fresh.make(Definitions.Part.TRIGGERS, target, tools);
  }

  private List<String> moves(String kept, List<String> tables, List<String> replaced) {
    var moves = new ArrayList<String>();
    replaced.forEach(
        table -> moves.add(Sql.identifier(target, table) + " TO " + Sql.identifier(kept, table)));
    tables.forEach(
        table ->
            moves.add(Sql.identifier(scratch, table) + " TO " + Sql.identifier(target, table)));
    return moves;
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

  private Definitions triggers(String database, List<String> tables, Definitions.Tools tools)
      throws IOException, InterruptedException {
    var all =
        server.texts(
            "SELECT DISTINCT EVENT_OBJECT_TABLE FROM information_schema.TRIGGERS"
                + " WHERE TRIGGER_SCHEMA = ?",
            database);
    List<String> none = List.of();
    List<String> triggered = tables.stream().filter(all::contains).toList();
    var contents = new Contents(none, none, none, broken(database), none, triggered, none, none);
    return Definitions.of(server, contents, database, tools);
  }

  private List<String> broken(String database) {
    return Contents.of(server, database).brokenViews();
  }

  private void drop(String database, List<String> tables) {
    for (String table : tables) {
      server
          .texts(
              "SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ? AND"
                  + " EVENT_OBJECT_TABLE = ?",
              database,
              table)
          .forEach(trigger -> server.execute("DROP TRIGGER " + Sql.identifier(database, trigger)));
    }
  }
}
