package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.ToolFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Restores archives of pg_dump with pg_restore. Since 17 that sets what older servers do not know;
 * for such a server it only writes the SQL, which goes through {@link Psql} like a plain dump.
 */
final class Archive {

  static final String NAME = "pg_restore";

  private static final int FIRST_WITH_TRANSACTION_TIMEOUT = 17;
  private static final int MINOR_OF_17 = 16;

  private final PostgresConfig config;
  private final Host host;
  private final Version server;
  private final Clients clients;
  private final List<Clients.Client> fitting;

  /**
   * On archives of one version.
   *
   * @param minor the version of their format: 14 for 1.14
   * @throws BackupException with reason ENVIRONMENT if no installed pg_restore reads it
   */
  Archive(PostgresConfig config, Host host, Version server, int minor)
      throws IOException, InterruptedException {
    this.config = config;
    this.host = host;
    this.server = server;
    clients = new Clients(config, host);
    List<Clients.Client> installed = clients.all(NAME);
    fitting = installed.stream().filter(c -> newestMinor(c.version()) >= minor).toList();
    if (fitting.isEmpty()) {
      throw BackupException.environment(
          installed.get(0)
              + " cannot read this archive, whose format is 1."
              + minor
              + "; install postgresql-client-"
              + (minor >= MINOR_OF_17 ? "17 or newer" : "16 or newer")
              + ", or set tools_dir");
    }
  }

  /** The newest version of the format that it reads. */
  private static int newestMinor(Version restore) {
    return restore.major() >= FIRST_WITH_TRANSACTION_TIMEOUT
        ? Integer.MAX_VALUE
        : restore.major() == 16 ? 15 : 14;
  }

  /** The one that may talk to the server itself. */
  private Optional<Clients.Client> direct() {
    return fitting.stream()
        .filter(
            client ->
                server.major() >= FIRST_WITH_TRANSACTION_TIMEOUT
                    || client.version().major() < FIRST_WITH_TRANSACTION_TIMEOUT)
        .findFirst();
  }

  boolean canBeFed() {
    return direct().isPresent();
  }

  /** Restores from a stream, in one transaction. */
  void feed(String database, InputStream archive) throws IOException, InterruptedException {
    Clients.Client client = direct().orElseThrow();
    var arguments = arguments(database);
    arguments.add("--single-transaction");
    try {
      host.tools().feed(clients.tool(client, database, arguments.toArray(String[]::new)), archive);
    } catch (ToolFailedException e) {
      throw explained(e);
    }
  }

  /** Restores a file or a folder: in one transaction if it is one job. */
  void restore(String database, Path archive, int jobs) throws IOException, InterruptedException {
    Optional<Clients.Client> client = direct();
    if (client.isEmpty()) {
      sql(archive, sql -> new Psql(config, host).run(database, server, sql, Around.NOTHING));
      return;
    }
    var arguments = arguments(database);
    arguments.add(jobs > 1 ? "--jobs=" + jobs : "--single-transaction");
    arguments.add(archive.toString());
    try {
      host.tools()
          .dump(
              clients.tool(client.get(), database, arguments.toArray(String[]::new)),
              OutputStream.nullOutputStream());
    } catch (ToolFailedException e) {
      throw explained(e);
    }
  }

  /** Hands over what a plain dump would be; fails if the archive does not yield all of it. */
  void sql(Path archive, Piped.Reader reader) throws IOException, InterruptedException {
    var tool =
        clients.tool(fitting.get(0), config.maintenanceDatabase(), "--file=-", archive.toString());
    try {
      new Piped(host).run(tool, reader);
    } catch (ToolFailedException e) {
      throw explained(e);
    }
  }

  private static List<String> arguments(String database) {
    String name = database.replace("\\", "\\\\").replace("'", "\\'");
    return new ArrayList<>(
        List.of("--no-password", "--exit-on-error", "--dbname=dbname='" + name + "'"));
  }

  private BackupException explained(ToolFailedException e) {
    BackupException known = new Troubles(config).ofRestore(e);
    return known == e
        ? BackupException.data(
            "pg_restore stopped at the first error, and nothing was restored: "
                + Troubles.oneLine(e))
        : known;
  }
}
