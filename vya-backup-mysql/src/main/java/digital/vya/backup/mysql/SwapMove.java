package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Swap;
import digital.vya.backup.mysql.Swapping.Step;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** The moment in which the tables change their places, and what must go before it. */
final class SwapMove {

  private static final int LOCK_WAIT_TIMEOUT = 1205;

  private final Server server;
  private final Swap swap;
  private final SwapPlan plan;
  private final Swapping.Steps steps;

  SwapMove(Server server, Swap swap, SwapPlan plan, Swapping.Steps steps) {
    this.server = server;
    this.swap = swap;
    this.plan = plan;
    this.steps = steps;
  }

  /** What is where now. */
  SwapPlan.Moves moves() {
    return plan.moves(
        new HashSet<>(Contents.movable(server, swap.scratch())),
        new HashSet<>(Contents.movable(server, swap.kept())),
        swap);
  }

  /** Moves whatever has not been moved yet, all of it or nothing. */
  void run() {
    var sessions = new Sessions(server, swap.target());
    if (swap.endSessions()) {
      sessions.end();
    }
    try {
      if (!plan.replaces() && !server.exists(swap.target())) {
        server.execute("CREATE DATABASE " + Sql.identifier(swap.target()));
      }
      move(moves());
    } catch (BackupException e) {
      throw e.getCause() instanceof SQLException sql && sql.getErrorCode() == LOCK_WAIT_TIMEOUT
          ? inUse(sessions, e)
          : e;
    }
  }

  private void move(SwapPlan.Moves moves) {
    if (moves.done()) {
      return;
    }
    // MySQL drops no view while tables are locked.
    inTheWay().forEach(view -> server.execute("DROP VIEW IF EXISTS " + view));
    List<String> triggers = triggers();
    if (!triggers.isEmpty()) {
      // Nobody writes where a trigger is missing.
      server.execute("LOCK TABLES " + locks());
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

  private List<String> triggers() {
    var triggers = new ArrayList<String>();
    for (String database : List.of(swap.target(), swap.scratch())) {
      Contents.triggers(server, database)
          .forEach(trigger -> triggers.add(Sql.identifier(database, trigger)));
    }
    return triggers;
  }

  private String locks() {
    var locks = new ArrayList<String>();
    for (String database : List.of(swap.target(), swap.scratch())) {
      Contents.tables(server, database)
          .forEach(table -> locks.add(Sql.identifier(database, table) + " WRITE"));
    }
    return String.join(", ", locks);
  }

  /** Views of the target that have the name of a table that is to come. */
  private List<String> inTheWay() {
    return Contents.views(server, swap.target()).stream()
        .filter(plan.newTables()::contains)
        .map(view -> Sql.identifier(swap.target(), view))
        .toList();
  }

  private BackupException inUse(Sessions sessions, BackupException cause) {
    List<String> lines = sessions.lines();
    String who = lines.isEmpty() ? "sessions that user may not see" : String.join("; ", lines);
    return new BackupException(
        cause.reason(),
        "tables of "
            + swap.target()
            + " are in use, so it was not replaced; end what uses them, or allow it with --force: "
            + who,
        cause);
  }
}
