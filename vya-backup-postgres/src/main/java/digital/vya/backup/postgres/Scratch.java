package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Swap;
import digital.vya.backup.api.TargetState;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Databases beside a target, and how one takes its place: by two renames in one transaction, which
 * either happened or did not. Nobody is kept from connecting for that, so nothing has to be put
 * right after a crash: while a database is renamed, who connects to it waits.
 */
final class Scratch {

  /** How often those who connect again at once are thrown out; the server waits 5 s each time. */
  private static final int ATTEMPTS = 4;

  private static final String IN_USE = "55006";

  private static final String SESSIONS =
      " FROM pg_stat_activity WHERE datname IN (?, ?) AND pid <> pg_backend_pid()"
          // Rows without a user are the server's own; it stops those by itself.
          + " AND usesysid IS NOT NULL AND backend_type IS DISTINCT FROM 'parallel worker'";

  private static final String SESSION =
      "SELECT regexp_replace('pid ' || pid || ': user ' || usename"
          + " || coalesce(', application ' || nullif(application_name, ''), '')"
          + " || coalesce(' from ' || host(client_addr), '') || coalesce(', ' || state, '')"
          + " || coalesce(' since ' || date_trunc('second', state_change), ''),"
          + " '[[:cntrl:]]', '?', 'g')"
          + SESSIONS
          + " ORDER BY pid";

  private final PostgresConfig config;
  private final Server server;

  Scratch(PostgresConfig config, Server server) {
    this.config = config;
    this.server = server;
  }

  TargetState look(String target) {
    boolean exists = server.exists(target);
    requireRights(target, exists);
    // Asked before we connect there ourselves.
    List<String> sessions = sessions(target, target);
    return new TargetState(
        exists, exists && mayHoldAnything(target), OptionalLong.empty(), sessions);
  }

  private void requireRights(String target, boolean exists) {
    String user = server.text("SELECT current_user");
    if (target.equals(config.maintenanceDatabase())) {
      throw BackupException.configuration(
          "the database "
              + target
              + " cannot be replaced over a connection to itself; set maintenance_database to"
              + " another one, or restore with --mode fast");
    }
    if (!server.mayCreate()) {
      throw BackupException.configuration(
          "user "
              + user
              + " may not create the scratch database of a safe restore; as a superuser run ALTER"
              + " ROLE "
              + Sql.identifier(user)
              + " CREATEDB, or restore with --mode fast");
    }
    if (exists
        && !is("SELECT pg_has_role(datdba, 'USAGE') FROM pg_database WHERE datname = ?", target)) {
      throw BackupException.configuration(
          "user "
              + user
              + " may not rename the database "
              + target
              + ", which a safe restore does; as a superuser run GRANT "
              + Sql.identifier(
                  server.text(
                      "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = ?", target))
              + " TO "
              + Sql.identifier(user)
              + ", or restore with --mode fast");
    }
  }

  private boolean is(String query, String parameter) {
    return server.text(query, parameter).equals("t");
  }

  /** A database that cannot be looked into counts as one that holds something. */
  private boolean mayHoldAnything(String database) {
    if (!is(
        "SELECT datallowconn AND has_database_privilege(oid, 'CONNECT') FROM pg_database WHERE"
            + " datname = ?",
        database)) {
      return true;
    }
    try (Server there = Server.connect(config, database)) {
      return there.holdsAnything();
    }
  }

  /** Who uses one of two databases, without what they run. */
  List<String> sessions(String one, String other) {
    return server.texts(SESSION, one, other);
  }

  void swap(Swap swap) throws InterruptedException {
    if (!swap.endSessions()) {
      requireNoSessions(swap);
    }
    for (int attempt = 1; !renamed(swap); attempt++) {
      if (attempt == ATTEMPTS || !swap.endSessions()) {
        throw inUse(swap, sessions(swap.target(), swap.scratch()));
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted between two attempts to swap databases");
      }
    }
  }

  private void requireNoSessions(Swap swap) {
    List<String> sessions = sessions(swap.target(), swap.scratch());
    if (!sessions.isEmpty()) {
      throw inUse(swap, sessions);
    }
  }

  private static BackupException inUse(Swap swap, List<String> sessions) {
    return BackupException.environment(
        "the database "
            + swap.target()
            + " is in use and was left as it is ("
            + (sessions.isEmpty()
                ? "perhaps by prepared transactions"
                : String.join("; ", sessions))
            + "); end these sessions, or have them ended (--force)");
  }

  private boolean renamed(Swap swap) {
    if (swap.endSessions()) {
      server.texts("SELECT pg_terminate_backend(pid)" + SESSIONS, swap.target(), swap.scratch());
    }
    try {
      return server.inTransaction(() -> rename(swap));
    } catch (BackupException e) {
      if (e.getCause() instanceof SQLException cause && IN_USE.equals(cause.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  private boolean rename(Swap swap) {
    lock(swap);
    require(server.exists(swap.scratch()), swap.scratch() + " is not there");
    require(!server.exists(swap.kept()), swap.kept() + " is there already");
    if (server.exists(swap.target())) {
      rename(swap.target(), swap.kept());
    }
    rename(swap.scratch(), swap.target());
    return true;
  }

  private static void require(boolean fits, String otherwise) {
    if (!fits) {
      throw BackupException.configuration(
          "the databases cannot be swapped: " + otherwise + "; nothing was changed");
    }
  }

  private void rename(String from, String to) {
    server.execute("ALTER DATABASE " + Sql.identifier(from) + " RENAME TO " + Sql.identifier(to));
  }

  /** Held to the end of the transaction, also by a server whose client was killed. */
  private void lock(Swap swap) {
    server.texts(
        "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", "vya-backup swap " + swap.target());
  }

  boolean recover(Swap swap) {
    return server.inTransaction(
        () -> {
          lock(swap);
          if (!server.exists(swap.target()) && server.exists(swap.kept())) {
            // Nothing of ours leaves that behind; somebody has to have a target in any case.
            rename(swap.kept(), swap.target());
            return false;
          }
          return !server.exists(swap.scratch()) && server.exists(swap.target());
        });
  }

  void drop(String name) {
    if (!Beside.is(name)) {
      throw BackupException.configuration(
          "the database " + name + " is not one that vya-backup made beside another; it stays");
    }
    server.execute("DROP DATABASE IF EXISTS " + Sql.identifier(name) + " WITH (FORCE)");
  }
}
