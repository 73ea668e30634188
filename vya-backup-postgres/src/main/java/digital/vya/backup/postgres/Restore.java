package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Swap;
import java.io.IOException;
import java.io.InputStream;

/** Restores one database: into a new one, into an empty one, or in place of an existing one. */
final class Restore {

  private final PostgresConfig config;
  private final Server server;
  private final DatabaseAttributes attributes;
  private final Host host;
  private final Loader loader;

  Restore(
      PostgresConfig config,
      Server server,
      DatabaseAttributes attributes,
      Loader loader,
      Host host) {
    this.config = config;
    this.server = server;
    this.attributes = attributes;
    this.host = host;
    this.loader = loader;
  }

  void run(String target, boolean replace, InputStream dump)
      throws IOException, InterruptedException {
    if (!server.exists(target)) {
      intoNew(target, dump);
    } else if (!holdsAnything(target)) {
      loader.inOneTransaction().run(target, server.version(), dump);
    } else if (replace) {
      inPlaceOf(target, dump);
    } else {
      throw notEmpty(target);
    }
  }

  void requireEmpty(String target) {
    if (holdsAnything(target)) {
      throw notEmpty(target);
    }
  }

  private static BackupException notEmpty(String target) {
    return BackupException.configuration(
        "the database "
            + target
            + " exists and is not empty; restore to another target, or replace it (--force)");
  }

  /** Puts the dump in the place of what users made in a database, if that may be replaced. */
  void into(String target, boolean replace, InputStream dump)
      throws IOException, InterruptedException {
    (replace ? loader.emptied() : loader).run(target, server.version(), dump);
  }

  /** Drops a database first; what a dump does not tell about it stays as it was. */
  void anew(String target, InputStream dump) throws IOException, InterruptedException {
    DatabaseAttributes all = attributes.over(DatabaseAttributes.of(server, target));
    all.requireOthers(server);
    drop(target);
    new Restore(config, server, all, loader, host).intoNew(target, dump);
  }

  private boolean holdsAnything(String database) {
    try (Server there = Server.connect(config, database)) {
      return there.holdsAnything();
    }
  }

  private void intoNew(String database, InputStream dump) throws IOException, InterruptedException {
    attributes.create(server, database);
    boolean restored = false;
    try {
      loader.run(database, server.version(), dump);
      attributes.complete(server, database);
      restored = true;
    } finally {
      if (!restored) {
        drop(database);
      }
    }
  }

  private void inPlaceOf(String target, InputStream dump) throws IOException, InterruptedException {
    String id = Beside.newId();
    String fresh = Beside.name(target, Beside.NEW, id);
    String old = Beside.name(target, Beside.OLD, id);
    intoNew(fresh, dump);
    boolean swapped = false;
    try {
      new Scratch(config, server).swap(new Swap(fresh, target, old, true));
      swapped = true;
    } finally {
      if (!swapped) {
        drop(fresh);
      }
    }
    try {
      drop(old);
    } catch (BackupException e) {
      host.warn("the replaced database is still there as " + old + ": " + e.getMessage());
    }
  }

  private void drop(String database) {
    server.execute("DROP DATABASE IF EXISTS " + Sql.identifier(database) + " WITH (FORCE)");
  }
}
