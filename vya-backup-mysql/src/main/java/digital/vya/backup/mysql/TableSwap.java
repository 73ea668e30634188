package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Swap;
import digital.vya.backup.mysql.Swapping.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts the tables of a scratch database in the place of those of the same name, all in one atomic
 * statement. Triggers cannot move with a table: they are dropped before and made after it. What is
 * to be done is noted in the kept database first, so that {@link #settle} can end what was cut off.
 */
final class TableSwap {

  private static final String TABLES = "tables";
  private static final String DONE = "tables done";
  private static final int LOCK_SECONDS = 60;
  private static final int NAME_OF_LOCK = 60;

  private final MysqlConfig config;
  private final Swap swap;
  private final Host host;
  private final Swapping.Steps steps;

  TableSwap(MysqlConfig config, Swap swap, Host host, Swapping.Steps steps) {
    this.config = config;
    this.swap = swap;
    this.host = host;
    this.steps = steps;
  }

  /** Brings what was cut off earlier in a target to one of its ends, and tells. */
  static void settle(MysqlConfig config, String target, Host host)
      throws IOException, InterruptedException {
    var left = new ArrayList<Swap>();
    try (Server server = Server.connect(config)) {
      for (String kept : Notes.databases(server, BesideName.pattern(target))) {
        Map<String, byte[]> notes = new Notes(server, kept).read();
        if (Set.of(TABLES, DONE).contains(phase(notes))
            && Notes.text(notes, "target").equals(target)) {
          left.add(new Swap(Notes.text(notes, "scratch"), target, kept, false));
        }
      }
    }
    for (Swap swap : left) {
      boolean moved = new TableSwap(config, swap, host, step -> {}).recover();
      host.warn(
          "a restore of tables into "
              + target
              + " was cut off; "
              + (moved ? "it is complete now" : "its tables are as they were before it"));
    }
  }

  private static String phase(Map<String, byte[]> notes) {
    return new String(notes.getOrDefault(SwapPlan.PHASE, new byte[0]), StandardCharsets.UTF_8);
  }

  /** Returns when neither the scratch nor the kept database is there any more. */
  void run() throws IOException, InterruptedException {
    try (Server server = connect()) {
      SwapPlan plan = prepare(server);
      try {
        move(server, plan);
      } catch (BackupException e) {
        // What the server did last is not known: another look at it tells.
        server.close();
        if (!settled(e)) {
          throw e;
        }
        return;
      }
      steps.reached(Step.MOVED);
      finish(server, plan);
    }
  }

  /** Only one can work at it; one whose client was killed may still have a statement to end. */
  private Server connect() {
    Server server = Server.connect(config);
    server.execute("SET SESSION lock_wait_timeout = " + LOCK_SECONDS);
    String kept = swap.kept();
    String name = kept.substring(Math.max(0, kept.length() - NAME_OF_LOCK));
    if (!server.text("SELECT GET_LOCK(?, " + LOCK_SECONDS + ")", name).equals("1")) {
      server.close();
      throw BackupException.environment(
          "somebody else restores tables into "
              + swap.target()
              + "; try again when that has ended");
    }
    return server;
  }

  private SwapPlan prepare(Server server) throws IOException, InterruptedException {
    SwapPlan plan = plan(server);
    var notes = new TreeMap<>(plan.notes());
    notes.put(SwapPlan.PHASE, TABLES.getBytes(StandardCharsets.UTF_8));
    notes.put("target", swap.target().getBytes(StandardCharsets.UTF_8));
    notes.put("scratch", swap.scratch().getBytes(StandardCharsets.UTF_8));
    server.execute("CREATE DATABASE " + Sql.identifier(swap.kept()));
    boolean noted = false;
    try {
      steps.reached(Step.CREATED);
      new Notes(server, swap.kept()).write(notes);
      noted = true;
    } finally {
      if (!noted) {
        Swapping.drop(server, swap.kept());
      }
    }
    steps.reached(Step.NOTED);
    return plan;
  }

  private SwapPlan plan(Server server) throws IOException, InterruptedException {
    List<String> tables = Contents.movable(server, swap.scratch());
    Set<String> there = new HashSet<>(Contents.movable(server, swap.target()));
    List<String> replaced = tables.stream().filter(there::contains).toList();
    new TableSwapChecks(server, swap.scratch(), swap.target()).run(tables, replaced);
    return new SwapPlan(
        true,
        replaced,
        tables,
        List.of(),
        triggers(server, swap.target(), replaced),
        triggers(server, swap.scratch(), tables),
        "",
        definitions(server, swap.target(), replaced),
        definitions(server, swap.scratch(), tables));
  }

  private static List<String> triggers(Server server, String database, List<String> tables) {
    String query =
        "SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ? AND"
            + " EVENT_OBJECT_TABLE = ?";
    return tables.stream().flatMap(table -> server.texts(query, database, table).stream()).toList();
  }

  private Definitions definitions(Server server, String database, List<String> tables)
      throws IOException, InterruptedException {
    var all =
        server.texts(
            "SELECT DISTINCT EVENT_OBJECT_TABLE FROM information_schema.TRIGGERS"
                + " WHERE TRIGGER_SCHEMA = ?",
            database);
    List<String> none = List.of();
    List<String> triggered = tables.stream().filter(all::contains).toList();
    List<String> broken = Contents.of(server, database).brokenViews();
    var contents = new Contents(none, none, none, broken, none, triggered, none, none);
    return Definitions.of(server, contents, database, tools(server));
  }

  private Definitions.Tools tools(Server server) {
    return new Definitions.Tools(config, server.version(), host);
  }

  private void move(Server server, SwapPlan plan) {
    SwapPlan.Moves moves = moves(server, plan);
    if (moves.done()) {
      return;
    }
    var triggers = new ArrayList<String>();
    triggers(server, swap.target(), plan.oldTables())
        .forEach(trigger -> triggers.add(Sql.identifier(swap.target(), trigger)));
    triggers(server, swap.scratch(), plan.newTables())
        .forEach(trigger -> triggers.add(Sql.identifier(swap.scratch(), trigger)));
    if (!triggers.isEmpty()) {
      // Nobody writes where a trigger is missing.
      server.execute("LOCK TABLES " + locks(server, plan));
    }
    triggers.forEach(trigger -> server.execute("DROP TRIGGER " + trigger));
    if (!triggers.isEmpty() && server.version().flavour() == Flavour.MARIADB) {
      // It renames nothing that is locked.
      server.execute("UNLOCK TABLES");
    }
    steps.reached(Step.CLEARED);
    server.execute("RENAME TABLE " + String.join(", ", moves.pairs()));
    server.execute("UNLOCK TABLES");
  }

  private String locks(Server server, SwapPlan plan) {
    var locks = new ArrayList<String>();
    Contents.tables(server, swap.target()).stream()
        .filter(plan.oldTables()::contains)
        .forEach(table -> locks.add(Sql.identifier(swap.target(), table) + " WRITE"));
    Contents.tables(server, swap.scratch())
        .forEach(table -> locks.add(Sql.identifier(swap.scratch(), table) + " WRITE"));
    return String.join(", ", locks);
  }

  private SwapPlan.Moves moves(Server server, SwapPlan plan) {
    return plan.moves(
        new HashSet<>(Contents.movable(server, swap.scratch())),
        new HashSet<>(Contents.movable(server, swap.kept())),
        swap);
  }

  private boolean settled(BackupException failure) throws IOException, InterruptedException {
    try {
      return recover();
    } catch (BackupException e) {
      throw unfinished(failure.getMessage() + "; " + e.getMessage(), failure);
    }
  }

  private BackupException unfinished(String why, BackupException cause) {
    return new BackupException(
        cause.reason(),
        "the tables that were restored into "
            + swap.target()
            + " must still be brought to an end, which the next restore or backup does: "
            + why,
        cause);
  }

  /** Returns whether the tables of the scratch database are in their place. */
  private boolean recover() throws IOException, InterruptedException {
    try (Server server = connect()) {
      Map<String, byte[]> notes = new Notes(server, swap.kept()).read();
      if (phase(notes).equals(DONE)) {
        drop(server);
        return true;
      }
      SwapPlan plan = SwapPlan.read(notes);
      if (!moves(server, plan).none()) {
        // All at once, but for engines that a crash finds half-way.
        move(server, plan);
        finish(server, plan);
        return true;
      }
      // Only what is missing: nothing waits for the tables if nothing is.
      if (!Contents.triggers(server, swap.target()).containsAll(plan.oldTriggers())) {
        plan.old().make(Definitions.Part.TRIGGERS, swap.target(), tools(server));
      }
      drop(server);
      return false;
    }
  }

  /** Whatever happens here happens to the new tables: it is tried twice, and can be tried again. */
  private void finish(Server server, SwapPlan plan) throws IOException, InterruptedException {
    try {
      define(server, plan);
    } catch (InterruptedException e) {
      define(server, plan);
      Thread.currentThread().interrupt();
    } catch (BackupException e) {
      try (Server again = Server.connect(config)) {
        define(again, plan);
      } catch (BackupException twice) {
        throw unfinished("their triggers are not all there: " + twice.getMessage(), twice);
      }
    }
  }

  private void define(Server server, SwapPlan plan) throws IOException, InterruptedException {
    plan.fresh().make(Definitions.Part.TRIGGERS, swap.target(), tools(server));
    steps.reached(Step.DEFINED);
    new Notes(server, swap.kept())
        .write(
            Map.of(
                SwapPlan.PHASE,
                DONE.getBytes(StandardCharsets.UTF_8),
                "target",
                swap.target().getBytes(StandardCharsets.UTF_8),
                "scratch",
                swap.scratch().getBytes(StandardCharsets.UTF_8)));
    steps.reached(Step.KEPT);
    drop(server);
  }

  /** The notes go last. */
  private void drop(Server server) {
    Swapping.drop(server, swap.scratch());
    steps.reached(Step.DROPPED);
    Swapping.drop(server, swap.kept());
  }
}
