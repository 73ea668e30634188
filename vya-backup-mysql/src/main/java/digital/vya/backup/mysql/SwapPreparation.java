package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Swap;
import digital.vya.backup.mysql.Swapping.Step;
import java.io.IOException;
import java.util.List;

/** All of a swap that touches nothing of the target: what can fail should fail here. */
final class SwapPreparation {

  private static final String ATTRIBUTES =
      "SELECT CONCAT('CHARACTER SET ', DEFAULT_CHARACTER_SET_NAME, ' COLLATE ',"
          + " DEFAULT_COLLATION_NAME) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?";

  private final Server server;
  private final Swap swap;
  private final Definitions.Tools tools;
  private final Host host;
  private final Swapping.Steps steps;

  SwapPreparation(
      Server server, Swap swap, Definitions.Tools tools, Host host, Swapping.Steps steps) {
    this.server = server;
    this.swap = swap;
    this.tools = tools;
    this.host = host;
    this.steps = steps;
  }

  /** Returns what the kept database, which is there now, has noted. */
  SwapPlan run() throws IOException, InterruptedException {
    requireNames();
    boolean replaces = server.exists(swap.target());
    Contents old = Contents.of(server, swap.target());
    Contents fresh = Contents.of(server, swap.scratch());
    requireMovable(fresh);
    warnOfBroken(old);
    String attributes = attributes(server, swap.scratch());
    String present = replaces ? attributes(server, swap.target()) : attributes;
    create(present);
    steps.reached(Step.CREATED);
    if (old.hasDefinitions()) {
      rehearse(old, present);
    }
    steps.reached(Step.REHEARSED);
    var plan =
        new SwapPlan(
            replaces,
            old.movable(),
            fresh.movable(),
            old.views(),
            old.triggers(),
            fresh.triggers(),
            attributes,
            Definitions.of(server, old, swap.target(), tools),
            Definitions.of(server, fresh, swap.scratch(), tools));
    new Notes(server, swap.kept()).write(plan.notes());
    steps.reached(Step.NOTED);
    return plan;
  }

  /** The character set and the collation of a database, as SQL. */
  static String attributes(Server server, String database) {
    return server.text(ATTRIBUTES, database);
  }

  private void create(String attributes) {
    server.execute("CREATE DATABASE " + Sql.identifier(swap.kept()) + " " + attributes);
  }

  private void requireNames() {
    if (Server.isOwn(swap.target())
        || !BesideName.is(swap.scratch())
        || !BesideName.is(swap.kept())) {
      throw BackupException.configuration(
          "a swap of " + swap.scratch() + " with " + swap.target() + " is none of ours");
    }
    if (!server.exists(swap.scratch())) {
      throw BackupException.configuration("there is no scratch database " + swap.scratch());
    }
    if (server.exists(swap.kept())) {
      throw BackupException.configuration("the database " + swap.kept() + " is there already");
    }
  }

  private void requireMovable(Contents fresh) {
    if (!fresh.brokenViews().isEmpty()) {
      throw BackupException.data(
          "the restored view "
              + fresh.brokenViews().get(0)
              + " cannot be used, as its definer or what it selects from is not there; restore the"
              + " globals first, or set definers to strip_missing");
    }
    if (Notes.exists(server, swap.target())) {
      throw BackupException.configuration(
          swap.target() + " holds a table " + Notes.TABLE + ", which is kept for swaps; rename it");
    }
    List<String> foreign = ForeignKeys.acrossOf(server, swap.target());
    if (!foreign.isEmpty()) {
      throw BackupException.configuration(
          "tables of "
              + swap.target()
              + " cannot be moved beside it because of foreign keys to or from other databases ("
              + ForeignKeys.some(foreign)
              + "); drop those, or restore straight into the target with --mode fast");
    }
    List<String> dangling = ForeignKeys.danglingOf(server, swap.target());
    if (!dangling.isEmpty()) {
      throw BackupException.configuration(
          "tables of "
              + swap.target()
              + " cannot be moved beside it because the tables that their foreign keys refer to are"
              + " gone ("
              + ForeignKeys.some(dangling)
              + "); drop those keys, or restore straight into the target with --mode fast");
    }
  }

  private void warnOfBroken(Contents old) {
    if (!old.brokenViews().isEmpty()) {
      host.warn(
          "views of "
              + swap.target()
              + " that cannot be used any more are not kept: "
              + String.join(", ", old.brokenViews()));
    }
  }

  /** Whoever cannot make the definitions again must not drop them. */
  private void rehearse(Contents old, String attributes) throws IOException, InterruptedException {
    byte[] structure = tools.structure(swap.target(), old.brokenViews());
    try {
      tools.feed(swap.target(), swap.kept(), structure, (event, enabled) -> false);
    } catch (BackupException e) {
      throw new BackupException(
          e.reason(),
          "what is at "
              + swap.target()
              + " could not be brought back after a swap, so it was not begun; drop what cannot be"
              + " made, or restore straight into the target with --mode fast: "
              + e.getMessage(),
          e);
    }
    server.execute("DROP DATABASE " + Sql.identifier(swap.kept()));
    create(attributes);
  }
}
