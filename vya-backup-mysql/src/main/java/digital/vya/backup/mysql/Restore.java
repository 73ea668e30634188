package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.RestoreOptions;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.Swap;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Restores one database. Nothing of a restore can be taken back here, so what is to be replaced is
 * left alone until the whole dump is in a database beside it, which then takes its place.
 */
final class Restore {

  private final MysqlConfig config;
  private final RestoreRequest request;
  private final Version version;
  private final Optional<TableChoice> choice;
  private final RewriteRules rules;
  private final Host host;

  Restore(
      MysqlConfig config,
      Server server,
      RestoreRequest request,
      RestoreOptions options,
      Host host) {
    this.config = config;
    this.request = request;
    this.version = server.version();
    this.choice = choice(server, request, options);
    RewriteRules all = Rewriting.rules(config, server, host);
    this.rules = choice.map(all::only).orElse(all);
    this.host = host;
  }

  private static Optional<TableChoice> choice(
      Server server, RestoreRequest request, RestoreOptions options) {
    if (options.tables().isEmpty()) {
      return Optional.empty();
    }
    Set<String> occupied =
        request.replace() ? Set.of() : Set.copyOf(server.tables(request.targetDatabase()));
    return Optional.of(new TableChoice(request.database(), options.tables(), occupied));
  }

  private record There(boolean exists, boolean holdsAnything) {}

  private There there(String target) {
    try (Server server = Server.connect(config)) {
      boolean exists = server.exists(target);
      return new There(exists, exists && server.holdsAnything(target));
    }
  }

  /** Restores the chosen tables among those that are there. */
  void tables(boolean direct, InputStream dump) throws IOException, InterruptedException {
    String target = request.targetDatabase();
    There there = there(target);
    if (!there.exists) {
      into(target, creation(target), dump);
    } else if (direct) {
      straight(target, dump);
    } else if (there.holdsAnything) {
      among(target, dump);
    } else {
      intoEmpty(target, dump);
    }
  }

  private void among(String target, InputStream dump) throws IOException, InterruptedException {
    Swap beside = besides(target);
    into(beside.scratch(), creation(beside.scratch()), dump);
    boolean swapped = false;
    try {
      new TableSwap(config, beside, host, step -> {}).run();
      swapped = true;
    } finally {
      if (!swapped) {
        whateverHappened(beside.scratch(), () -> dropScratch(beside));
      }
    }
  }

  void run(InputStream dump) throws IOException, InterruptedException {
    String target = request.targetDatabase();
    There there = there(target);
    requireReplaceable(target, there.holdsAnything);
    if (!there.exists) {
      into(target, creation(target), dump);
    } else if (there.holdsAnything) {
      inPlaceOf(target, dump);
    } else {
      intoEmpty(target, dump);
    }
  }

  private void into(String database, String creation, InputStream dump)
      throws IOException, InterruptedException {
    execute(creation);
    boolean restored = false;
    try {
      feed(database, dump);
      restored = true;
    } finally {
      if (!restored) {
        whateverHappened(database, () -> drop(database));
      }
    }
  }

  /** The database is somebody's: it stays as it was made, and is as empty after a failure. */
  private void intoEmpty(String database, InputStream dump)
      throws IOException, InterruptedException {
    String creation = presentCreation(database);
    boolean restored = false;
    try {
      feed(database, dump);
      restored = true;
    } finally {
      if (!restored) {
        whateverHappened(
            database,
            () -> {
              drop(database);
              execute(creation);
            });
      }
    }
  }

  private void inPlaceOf(String target, InputStream dump) throws IOException, InterruptedException {
    Swap beside = besides(target);
    into(beside.scratch(), creation(beside.scratch()), dump);
    boolean swapped = false;
    try {
      new Swapping(config, beside, host).run();
      swapped = true;
    } finally {
      if (!swapped) {
        whateverHappened(beside.scratch(), () -> dropScratch(beside));
      }
    }
    whateverHappened(beside.kept(), () -> drop(beside.kept()));
  }

  private static Swap besides(String target) {
    String id = BesideName.randomId();
    return new Swap(
        BesideName.of(target, "new", id), target, BesideName.of(target, "old", id), false);
  }

  private void dropScratch(Swap beside) {
    try (Server server = Server.connect(config)) {
      if (!server.exists(beside.kept())) {
        Swapping.drop(server, beside.scratch());
      } else {
        host.warn(
            "what the restore was to replace is in "
                + beside.kept()
                + "; restore again, then drop it");
      }
    }
  }

  /** Straight into the target: what fails half way leaves half of it. */
  void direct(boolean recreate, InputStream dump) throws IOException, InterruptedException {
    String target = request.targetDatabase();
    try (Server server = Server.connect(config)) {
      if (!server.exists(target)) {
        server.execute(creation(target));
      } else {
        requireReplaceable(target, server.holdsAnything(target));
        if (recreate) {
          Swapping.drop(server, target);
          server.execute(creation(target));
        } else {
          Emptying.all(server, target);
          alter(server, target);
        }
      }
    }
    straight(target, dump);
  }

  private void straight(String target, InputStream dump) throws IOException, InterruptedException {
    boolean restored = false;
    try {
      feed(target, dump);
      restored = true;
    } finally {
      if (!restored) {
        host.warn("the database " + target + " is incomplete; restore it again");
      }
    }
  }

  private void requireReplaceable(String target, boolean holdsAnything) {
    if (!request.replace() && holdsAnything) {
      throw BackupException.configuration(
          "the database "
              + target
              + " exists and is not empty; restore to another target, or allow to replace it");
    }
  }

  private void alter(Server server, String target) {
    String collation = rules.collationOf(request.properties());
    if (!collation.isEmpty()) {
      server.execute("ALTER DATABASE " + Sql.identifier(target) + collation);
    }
  }

  /** The scheduler runs the events of every database, so those of a scratch one are held back. */
  private void feed(String database, InputStream dump) throws IOException, InterruptedException {
    var held = new TreeSet<String>();
    if (request.properties().containsKey(TableSelection.PARTIAL)) {
      host.warn("the backup holds only some of the tables that " + request.database() + " had");
    }
    RewriteRules between = rules.between(names(database));
    if (BesideName.is(database)) {
      between =
          between.with(
              (event, enabled) -> {
                // One of another database may be called the same.
                held.remove(event);
                if (enabled) {
                  held.add(event);
                }
                return false;
              });
    }
    new Feeding(config, between, host).run(version, database, dump);
    choice.ifPresent(this::tellLeftOut);
    if (!held.isEmpty()) {
      try (Server server = Server.connect(config)) {
        new Notes(server, database).write(Definitions.held(held));
      }
    }
  }

  /** Without a manifest nobody but the dump knows which database it is of. */
  private RewriteRules.Databases names(String database) {
    if (!request.properties().isEmpty()) {
      return new RewriteRules.Databases(request.database(), database);
    }
    boolean others = choice.isPresent() && there(database).holdsAnything;
    Optional<String> creation = others ? Optional.empty() : Optional.of(presentCreation(database));
    return new RewriteRules.Databases(request.database(), database, true, creation);
  }

  private String presentCreation(String database) {
    try (Server server = Server.connect(config)) {
      return server.secondColumn("SHOW CREATE DATABASE " + Sql.identifier(database));
    }
  }

  private void tellLeftOut(TableChoice tables) {
    tables.requireFound();
    if (!tables.leftOut().isEmpty()) {
      host.warn(tables.leftOut());
    }
  }

  private String creation(String database) {
    return "CREATE DATABASE " + Sql.identifier(database) + rules.collationOf(request.properties());
  }

  private void execute(String statement) {
    // A connection of hours ago may be one that the server has closed.
    try (Server server = Server.connect(config)) {
      server.execute(statement);
    }
  }

  private void drop(String database) {
    execute("DROP DATABASE IF EXISTS " + Sql.identifier(database));
  }

  private void whateverHappened(String database, Runnable undo) {
    boolean interrupted = Thread.interrupted();
    try {
      undo.run();
    } catch (BackupException e) {
      host.warn("the database " + database + " is incomplete; drop it: " + e.getMessage());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
