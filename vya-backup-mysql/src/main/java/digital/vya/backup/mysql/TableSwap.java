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

  private static final String KEYS =
      "SELECT CONCAT(k.TABLE_SCHEMA, '.', k.TABLE_NAME, ' to ', k.REFERENCED_TABLE_SCHEMA, '.',"
          + " k.REFERENCED_TABLE_NAME) FROM information_schema.KEY_COLUMN_USAGE k WHERE ";

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
    if (!replaced.isEmpty()) {
      String names = replaced.stream().map(Sql::literal).collect(Collectors.joining(", "));
      String here = Sql.literal(target);
      String child = "(k.TABLE_SCHEMA = " + here + " AND k.TABLE_NAME IN (" + names + "))";
      String parent =
          "(k.REFERENCED_TABLE_SCHEMA = "
              + here
              + " AND k.REFERENCED_TABLE_NAME IN ("
              + names
              + "))";
      keys.addAll(
          server.texts(
              KEYS + "k.REFERENCED_TABLE_NAME IS NOT NULL AND " + child + " <> " + parent));
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

  private Definitions triggers(String database, List<String> tables, Definitions.Tools tools)
      throws IOException, InterruptedException {
    var all =
        server.texts(
            "SELECT DISTINCT EVENT_OBJECT_TABLE FROM information_schema.TRIGGERS"
                + " WHERE TRIGGER_SCHEMA = ?",
            database);
    List<String> none = List.of();
    List<String> triggered = tables.stream().filter(all::contains).toList();
    var contents =
        new Contents(none, none, none, broken(database), none, triggered, none, none);
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
