package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Swap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Puts a scratch database in the place of a target. The tables change their places in one atomic
 * statement; up to it everything is taken back after a failure, from it on everything goes forward.
 */
final class Swapping {

  private static final int LOCK_SECONDS = 10;
  private static final int NAME_OF_LOCK = 60;

  /** What has just been done. */
  enum Step {
    CREATED,
    REHEARSED,
    NOTED,
    CLEARED,
    MOVED,
    EMPTIED,
    DEFINED,
    KEPT,
    DROPPED
  }

  /** For tests: what happens between two steps. */
  @FunctionalInterface
  interface Steps {
    void reached(Step step);
  }

  private final MysqlConfig config;
  private final Swap swap;
  private final Host host;
  private final Steps steps;

  Swapping(MysqlConfig config, Swap swap, Host host, Steps steps) {
    this.config = config;
    this.swap = swap;
    this.host = host;
    this.steps = steps;
  }

  Swapping(MysqlConfig config, Swap swap, Host host) {
    this(config, swap, host, step -> {});
  }

  void run() throws IOException, InterruptedException {
    try (Server server = connect()) {
      new Grants(server, server.version(), config).requireSwap(swap.target());
      SwapPlan plan = prepare(server);
      try {
        new SwapMove(server, swap, plan, steps).run();
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

  /** Only one can work at a swap; one whose client was killed may still have a statement to end. */
  private Server connect() {
    Server server = Server.connect(config);
    server.execute("SET SESSION lock_wait_timeout = " + LOCK_SECONDS);
    server.execute("SET SESSION wait_timeout = 28800");
    String kept = swap.kept();
    String name = kept.substring(Math.max(0, kept.length() - NAME_OF_LOCK));
    if (!server.text("SELECT GET_LOCK(?, " + 3 * LOCK_SECONDS + ")", name).equals("1")) {
      server.close();
      throw BackupException.environment(
          "somebody else is replacing " + swap.target() + "; try again when that has ended");
    }
    return server;
  }

  private SwapPlan prepare(Server server) throws IOException, InterruptedException {
    boolean ours = !server.exists(swap.kept());
    boolean prepared = false;
    try {
      var tools = new Definitions.Tools(config, server.version(), host);
      SwapPlan plan = new SwapPreparation(server, swap, tools, host, steps).run();
      prepared = true;
      return plan;
    } finally {
      if (!prepared && ours) {
        dropPrepared();
      }
    }
  }

  private void dropPrepared() {
    try (Server again = Server.connect(config)) {
      drop(again, swap.kept());
    } catch (BackupException e) {
      host.warn("the database " + swap.kept() + " is of no use; drop it: " + e.getMessage());
    }
  }

  private boolean settled(BackupException failure) throws IOException, InterruptedException {
    try {
      return recover();
    } catch (BackupException e) {
      throw new BackupException(
          failure.reason(),
          failure.getMessage()
              + "; it must still be brought to an end, which failed for now: "
              + e.getMessage(),
          failure);
    }
  }

  /** Returns whether the scratch database is in the target's place. */
  boolean recover() throws IOException, InterruptedException {
    try (Server server = connect()) {
      if (!server.exists(swap.kept())) {
        return !server.exists(swap.scratch()) && server.exists(swap.target());
      }
      Map<String, byte[]> notes = new Notes(server, swap.kept()).read();
      String phase =
          new String(notes.getOrDefault(SwapPlan.PHASE, new byte[0]), StandardCharsets.UTF_8);
      return switch (phase) {
        case SwapPlan.SWAPPING -> recover(server, SwapPlan.read(notes));
        case SwapPlan.KEPT -> {
          dropRest(server, Boolean.parseBoolean(Notes.text(notes, "replaces")));
          yield true;
        }
        default -> {
          dropBegun(server);
          yield false;
        }
      };
    }
  }

  /** There was no more than a rehearsal, which has no rows. */
  private void dropBegun(Server server) {
    for (String table : Contents.tables(server, swap.kept())) {
      String any = "SELECT 1 FROM " + Sql.identifier(swap.kept(), table) + " LIMIT 1";
      if (!server.texts(any).isEmpty()) {
        throw BackupException.data(
            "the database " + swap.kept() + " holds rows, but no notes on a swap; look at it");
      }
    }
    drop(server, swap.kept());
  }

  private boolean recover(Server server, SwapPlan plan) throws IOException, InterruptedException {
    var move = new SwapMove(server, swap, plan, steps);
    SwapPlan.Moves moves = move.moves();
    if (moves.done() || !moves.none()) {
      move.run();
      finish(server, plan);
      return true;
    }
    putBack(server, plan);
    if (!plan.replaces() && server.exists(swap.target()) && !server.holdsAnything(swap.target())) {
      drop(server, swap.target());
    }
    drop(server, swap.kept());
    return false;
  }

  /** Only what is missing: a dump of triggers may alter the database, which waits for all of it. */
  private void putBack(Server server, SwapPlan plan) throws IOException, InterruptedException {
    var tools = new Definitions.Tools(config, server.version(), host);
    if (!Contents.views(server, swap.target()).containsAll(plan.oldViews())) {
      plan.old().make(Definitions.Part.VIEWS, swap.target(), tools);
    }
    if (!Contents.triggers(server, swap.target()).containsAll(plan.oldTriggers())) {
      plan.old().make(Definitions.Part.TRIGGERS, swap.target(), tools);
    }
    // Somebody may have dropped it, for it takes room.
    if (server.exists(swap.scratch())
        && !Contents.triggers(server, swap.scratch()).containsAll(plan.newTriggers())) {
      plan.fresh().makeBeside(Definitions.Part.TRIGGERS, swap.scratch(), tools);
    }
  }

  /** Whatever happens here happens to the new target: it is tried twice, and can be tried again. */
  private void finish(Server server, SwapPlan plan) throws IOException, InterruptedException {
    try {
      define(server, plan);
    } catch (InterruptedException e) {
      define(server, plan);
      Thread.currentThread().interrupt();
    } catch (BackupException e) {
      try (Server again = Server.connect(config)) {
        again.execute("SET SESSION lock_wait_timeout = " + 3 * LOCK_SECONDS);
        define(again, plan);
      } catch (BackupException twice) {
        throw new BackupException(
            twice.reason(),
            "the rows of "
                + swap.target()
                + " are the restored ones, but its views, routines, triggers and events are not all"
                + " there yet, and must be brought there: "
                + twice.getMessage(),
            twice);
      }
    }
  }

  private void define(Server server, SwapPlan plan) throws IOException, InterruptedException {
    String target = swap.target();
    if (!SwapPreparation.attributes(server, target).equals(plan.attributes())) {
      server.execute("ALTER DATABASE " + Sql.identifier(target) + " " + plan.attributes());
    }
    SequenceDefaults.move(server, swap.scratch(), target);
    Emptying.definitions(server, target);
    steps.reached(Step.EMPTIED);
    var tools = new Definitions.Tools(config, server.version(), host);
    for (Definitions.Part part : Definitions.Part.values()) {
      plan.fresh().make(part, target, tools);
      plan.old().makeBeside(part, swap.kept(), tools);
    }
    steps.reached(Step.DEFINED);
    new Notes(server, swap.kept()).write(plan.kept());
    steps.reached(Step.KEPT);
    dropRest(server, plan.replaces());
  }

  private void dropRest(Server server, boolean replaced) {
    List<String> left =
        server.exists(swap.scratch()) ? Contents.movable(server, swap.scratch()) : List.of();
    if (!left.isEmpty()) {
      throw BackupException.data(
          "the database " + swap.scratch() + " still holds " + left.get(0) + "; look at it");
    }
    drop(server, swap.scratch());
    steps.reached(Step.DROPPED);
    if (!replaced) {
      drop(server, swap.kept());
    }
  }

  static void drop(Server server, String database) {
    server.execute("DROP DATABASE IF EXISTS " + Sql.identifier(database));
  }
}
