package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Statement;
import java.util.HexFormat;

/** Restores one database: into a new one, into an empty one, or in place of an existing one. */
final class Restore {

  private static final int LONGEST_NAME = 63;

  private final PostgresConfig config;
  private final Server server;
  private final DatabaseAttributes attributes;
  private final Host host;

  Restore(PostgresConfig config, Server server, DatabaseAttributes attributes, Host host) {
    this.config = config;
    this.server = server;
    this.attributes = attributes;
    this.host = host;
  }

  void run(String target, boolean replace, InputStream dump)
      throws IOException, InterruptedException {
    if (!server.exists(target)) {
      intoNew(target, dump);
    } else if (!holdsAnything(target)) {
      new Psql(config, host).run(target, server.version(), dump);
    } else if (replace) {
      inPlaceOf(target, dump);
    } else {
      throw BackupException.configuration(
          "the database "
              + target
              + " exists and is not empty; restore to another target, or replace it (--force)");
    }
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
      new Psql(config, host).run(database, server.version(), dump);
      attributes.complete(server, database);
      restored = true;
    } finally {
      if (!restored) {
        drop(database);
      }
    }
  }

  private void inPlaceOf(String target, InputStream dump) throws IOException, InterruptedException {
    String fresh = beside(target, "new");
    String old = beside(target, "old");
    intoNew(fresh, dump);
    try {
      swap(target, old, fresh);
    } catch (BackupException e) {
      server.execute("ALTER DATABASE " + Sql.identifier(target) + " ALLOW_CONNECTIONS true");
      drop(fresh);
      throw e;
    }
    try {
      drop(old);
    } catch (BackupException e) {
      host.warn("the replaced database is still there as " + old + ": " + e.getMessage());
    }
  }

  /** Both names change in one transaction; nobody may be connected while they do. */
  private void swap(String target, String old, String fresh) {
    server.execute("ALTER DATABASE " + Sql.identifier(target) + " ALLOW_CONNECTIONS false");
    server.texts(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ?", target);
    server.with(
        c -> {
          c.setAutoCommit(false);
          try (Statement sql = c.createStatement()) {
            sql.execute(
                "ALTER DATABASE " + Sql.identifier(target) + " RENAME TO " + Sql.identifier(old));
            sql.execute(
                "ALTER DATABASE " + Sql.identifier(fresh) + " RENAME TO " + Sql.identifier(target));
            c.commit();
            return true;
          } finally {
            c.rollback();
            c.setAutoCommit(true);
          }
        });
  }

  private void drop(String database) {
    server.execute("DROP DATABASE IF EXISTS " + Sql.identifier(database) + " WITH (FORCE)");
  }

  /** A name that is free, tells what it is about, and fits PostgreSQL's limit. */
  private static String beside(String target, String role) {
    byte[] random = new byte[4];
    new SecureRandom().nextBytes(random);
    String suffix = "_vya_" + role + "_" + HexFormat.of().formatHex(random);
    var name = new StringBuilder(target);
    while ((name + suffix).getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      name.setLength(name.offsetByCodePoints(name.length(), -1));
    }
    return name + suffix;
  }
}
