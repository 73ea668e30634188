package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Restores one database. Nothing of a restore can be taken back here, so what is to be replaced is
 * only dropped when the whole dump is in a database beside it, from which it is then copied.
 */
final class Restore {

  private static final int LONGEST_NAME = 64;

  private final MysqlConfig config;
  private final Map<String, String> properties;
  private final Host host;
  private final Version version;

  Restore(MysqlConfig config, Version version, Map<String, String> properties, Host host) {
    this.config = config;
    this.version = version;
    this.properties = properties;
    this.host = host;
  }

  void run(String target, boolean replace, InputStream dump)
      throws IOException, InterruptedException {
    boolean exists;
    boolean holdsAnything;
    try (Server server = Server.connect(config)) {
      exists = server.exists(target);
      holdsAnything = exists && server.holdsAnything(target);
    }
    if (holdsAnything && !replace) {
      throw BackupException.configuration(
          "the database "
              + target
              + " exists and is not empty; restore to another target, or allow to replace it");
    }
    if (exists) {
      inPlaceOf(target, dump);
    } else {
      intoNew(target, dump);
    }
  }

  private void intoNew(String database, InputStream dump) throws IOException, InterruptedException {
    execute(creation(database));
    boolean restored = false;
    try {
      new Feeding(config, host).run(version, database, dump);
      restored = true;
    } finally {
      if (!restored) {
        dropWhateverHappened(database);
      }
    }
  }

  private void inPlaceOf(String target, InputStream dump) throws IOException, InterruptedException {
    String fresh = beside(target);
    intoNew(fresh, dump);
    boolean copied = false;
    try {
      drop(target);
      execute(creation(target));
      copy(fresh, target);
      copied = true;
    } finally {
      if (!copied) {
        host.warn(
            "the restored database is whole in " + fresh + ", but not in " + target + "; copy it");
      }
    }
    drop(fresh);
  }

  /** Through a dump of our own: names within a database are only right for its statements. */
  private void copy(String from, String to) throws IOException, InterruptedException {
    try (var in = new PipedInputStream(1 << 16);
        var out = new PipedOutputStream(in)) {
      var dumping =
          new FutureTask<>(
              () -> {
                try (out) {
                  return new Dumping(config, host).run(version, from, out);
                }
              });
      var thread = new Thread(dumping, "vya-backup-copy");
      thread.setDaemon(true);
      thread.start();
      try {
        new Feeding(config, host).run(version, to, in);
        dumping.get();
      } catch (ExecutionException e) {
        throw new IOException("copying " + from + " to " + to + " failed", e.getCause());
      } finally {
        thread.interrupt();
      }
    }
  }

  private String creation(String database) {
    var sql = new StringBuilder("CREATE DATABASE ").append(Sql.identifier(database));
    append(sql, " CHARACTER SET ", "charset");
    append(sql, " COLLATE ", "collation");
    return sql.toString();
  }

  private void append(StringBuilder sql, String clause, String property) {
    String value = properties.get(property);
    if (value != null && value.matches("[A-Za-z0-9_]{1,64}")) {
      sql.append(clause).append(value);
    }
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

  private void dropWhateverHappened(String database) {
    boolean interrupted = Thread.interrupted();
    try {
      drop(database);
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
