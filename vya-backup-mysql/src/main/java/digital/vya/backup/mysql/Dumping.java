package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.ToolFailedException;
import digital.vya.backup.mysql.MysqlConfig.Lock;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Runs the dump program on one database. */
final class Dumping {

  /** What only one flavour knows, or only some versions. */
  private static final List<String> WHERE_KNOWN =
      List.of(
          "--no-tablespaces",
          "--set-gtid-purged=OFF",
          "--column-statistics=0",
          // The rows that system-versioned tables keep of the past.
          "--dump-history");

  private final MysqlConfig config;
  private final Host host;

  Dumping(MysqlConfig config, Host host) {
    this.config = config;
    this.host = host;
  }

  /** Returns the program that was used, once the dump is complete. */
  Clients.Client run(Version server, String database, OutputStream sink)
      throws IOException, InterruptedException {
    var clients = new Clients(config, host);
    Clients.Client client = clients.dump(server);
    try (var options = OptionFile.write(config, client.version().flavour(), host)) {
      var marked = new EndMark(sink, options::remove);
      var arguments = new ArrayList<>(List.of(options.argument()));
      arguments.add(config.lock() == Lock.TABLES ? "--lock-tables" : "--single-transaction");
      arguments.addAll(
          List.of(
              "--quick",
              "--routines",
              "--triggers",
              "--events",
              "--hex-blob",
              "--default-character-set=utf8mb4",
              "--max-allowed-packet=1G"));
      arguments.addAll(clients.known(client, WHERE_KNOWN));
      if (BesideName.is(database)) {
        arguments.add("--ignore-table=" + database + "." + Notes.TABLE);
      }
      arguments.addAll(List.of("--", database));
      host.tools().dump(Clients.tool(client.path(), arguments), marked);
      marked.require(client.path().getFileName().toString());
    } catch (ToolFailedException e) {
      throw explained(client, database, e);
    }
    return client;
  }

  /** mariadb-dump escapes a name twice when it dumps events, routines or triggers. */
  private BackupException explained(Clients.Client client, String database, ToolFailedException e) {
    if (client.version().flavour() == Flavour.MARIADB
        && database.matches("(?s).*['\"\\\\].*")
        && e.stderr().contains("1049")) {
      return new BackupException(
          Reason.ENVIRONMENT,
          "mariadb-dump cannot dump events, routines or triggers of a database whose name holds a"
              + " quote or a backslash, such as "
              + database
              + "; rename the database",
          e);
    }
    return new Troubles(config).of(e);
  }
}
