package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Restores straight into a target. What is there is removed and what the dump holds is put in its
 * place in one transaction, which takes no right to create databases; only where the target is to
 * be created anew it is gone before that begins.
 */
final class DirectRestore {

  private final PostgresConfig config;
  private final Server server;
  private final Restore restore;

  DirectRestore(PostgresConfig config, Server server, Restore restore) {
    this.config = config;
    this.server = server;
    this.restore = restore;
  }

  void run(String target, boolean replace, boolean recreate, InputStream dump)
      throws IOException, InterruptedException {
    if (!server.exists(target)) {
      restore.run(target, replace, dump);
      return;
    }
    if (!replace) {
      restore.requireEmpty(target);
    }
    if (recreate) {
      anew(target, replace, dump);
    } else {
      restore.into(target, replace, server.isSuperuser() ? dump : withoutComments(dump));
    }
  }

  /** Those of extensions belong to whoever owns them, who need not be this user. */
  private static InputStream withoutComments(InputStream dump) {
    return new Rewritten(
        dump, statement -> statement.startsWith("COMMENT ON EXTENSION ") ? "" : statement);
  }

  private void anew(String target, boolean replace, InputStream dump)
      throws IOException, InterruptedException {
    if (!server.mayCreate()) {
      String user = server.text("SELECT current_user");
      throw BackupException.configuration(
          "user "
              + user
              + " may not create the database "
              + target
              + " anew; as a superuser run ALTER ROLE "
              + Sql.identifier(user)
              + " CREATEDB, or restore without --recreate");
    }
    List<String> sessions = new Scratch(config, server).sessions(target, target);
    if (!replace && !sessions.isEmpty()) {
      throw BackupException.environment(
          "the database "
              + target
              + " is in use and was left as it is ("
              + String.join("; ", sessions)
              + "); end these sessions, or have them ended (--force)");
    }
    restore.anew(target, dump);
  }
}
