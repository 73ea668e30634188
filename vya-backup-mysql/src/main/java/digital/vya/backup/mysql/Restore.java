package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.RestoreRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Restores one database. Nothing of a restore can be taken back here, so what is to be replaced is
 * only dropped when the whole dump is in a database beside it, from which it is then copied.
 */
final class Restore {

  private static final int LONGEST_NAME = 64;
  private static final long PATIENCE_MILLIS = 4_000;

  private final MysqlConfig config;
  private final RestoreRequest request;
  private final Version version;
  private final RewriteRules rules;
  private final Host host;

  Restore(MysqlConfig config, Server server, RestoreRequest request, Host host) {
    this.config = config;
    this.request = request;
    this.version = server.version();
    this.rules = Rewriting.rules(config, server, host);
    this.host = host;
  }

  void run(InputStream dump) throws IOException, InterruptedException {
    String target = request.targetDatabase();
    boolean exists;
    boolean holdsAnything;
    try (Server server = Server.connect(config)) {
      exists = server.exists(target);
      holdsAnything = exists && server.holdsAnything(target);
    }
    if (!exists) {
      into(target, creation(target), dump);
    } else if (!holdsAnything) {
      intoEmpty(target, dump);
    } else if (request.replace()) {
      inPlaceOf(target, dump);
    } else {
      throw BackupException.configuration(
          "the database "
              + target
              + " exists and is not empty; restore to another target, or allow to replace it");
    }
  }

  private void into(String database, String creation, InputStream dump)
      throws IOException, InterruptedException {
    execute(creation);
    boolean restored = false;
    try {
      new Feeding(config, rules.between(request.database(), database), host)
          .run(version, database, dump);
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
    String creation;
    try (Server server = Server.connect(config)) {
      creation = server.secondColumn("SHOW CREATE DATABASE " + Sql.identifier(database));
    }
    boolean restored = false;
    try {
      new Feeding(config, rules.between(request.database(), database), host)
          .run(version, database, dump);
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
    String fresh = beside(target);
    into(fresh, creation(fresh), dump);
    drop(target);
    boolean copied = false;
    try {
      execute(creation(target));
      copy(fresh, target);
      copied = true;
    } finally {
      if (!copied) {
        host.warn(
            "the restored database is whole in "
                + fresh
                + ", but not in "
                + target
                + ", which it was to replace; copy it there, then drop it");
      }
    }
    drop(fresh);
  }

  /** Through a dump of our own: names within a database are only right for its statements. */
  private void copy(String from, String to) throws IOException, InterruptedException {
    Pipe pipe = Pipe.open();
    try (InputStream in = Channels.newInputStream(pipe.source());
        OutputStream out = Channels.newOutputStream(pipe.sink())) {
      var dumping = new FutureTask<>(() -> dump(from, out));
      var thread = new Thread(dumping, "vya-backup-copy");
      thread.setDaemon(true);
      thread.start();
      try {
        new Feeding(config, RewriteRules.none().between(from, to).to(version), host)
            .run(version, to, in);
        dumping.get();
      } catch (ExecutionException e) {
        throw new IOException("copying " + from + " to " + to + " failed", e.getCause());
      } catch (BackupException e) {
        throw rootOf(e, dumping);
      } finally {
        thread.interrupt();
        thread.join(PATIENCE_MILLIS);
      }
    }
  }

  private boolean dump(String database, OutputStream out) throws IOException, InterruptedException {
    try (out) {
      new Dumping(config, host).run(version, database, out);
      return true;
    }
  }

  /** A dump that fails looks to the one who is fed with it like one that is cut off. */
  private static BackupException rootOf(BackupException fed, FutureTask<?> dumping)
      throws InterruptedException {
    if (dumping.isDone()) {
      try {
        dumping.get();
      } catch (ExecutionException e) {
        return e.getCause() instanceof BackupException root ? root : fed;
      }
    }
    return fed;
  }

  private String creation(String database) {
    String create = "CREATE DATABASE " + Sql.identifier(database);
    String collation = request.properties().getOrDefault("collation", "").toLowerCase(Locale.ROOT);
    String wanted = rules.collations().getOrDefault(collation, collation);
    if (!wanted.matches("[a-z0-9_]{1,64}")) {
      return create;
    }
    if (!rules.knownCollations().contains(wanted)) {
      throw BackupException.configuration(
          "the server does not know the collation "
              + wanted
              + " of the database; name one that it knows in collation_map, such as {\""
              + wanted
              + "\": \"utf8mb4_unicode_ci\"}");
    }
    return create + " COLLATE " + wanted;
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

  /** A name that is free, tells what it is about, and fits the servers' limit. */
  private static String beside(String target) {
    byte[] random = new byte[4];
    new SecureRandom().nextBytes(random);
    String suffix = "_vya_new_" + HexFormat.of().formatHex(random);
    var name = new StringBuilder(target);
    while (name.codePointCount(0, name.length()) + suffix.length() > LONGEST_NAME) {
      name.setLength(name.offsetByCodePoints(name.length(), -1));
    }
    return name + suffix;
  }
}
