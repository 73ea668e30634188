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
import java.util.Set;

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

  private static final String WITHOUT_ROWS = "--ignore-table-data";

  private final MysqlConfig config;
  private final Host host;

  Dumping(MysqlConfig config, Host host) {
    this.config = config;
    this.host = host;
  }

  /** Returns the program that was used, once the dump is complete. */
  Clients.Client run(Version server, String database, TableSelection selection, OutputStream sink)
      throws IOException, InterruptedException {
    var clients = new Clients(config, host);
    Clients.Client client = clients.dump(server);
    var more = new ArrayList<>(ignored("--ignore-table", database, selection.left()));
    if (!selection.structureOnly().isEmpty()) {
      Set<String> bare = selection.structureOnly();
      if (clients.known(client, List.of(WITHOUT_ROWS)).isEmpty()) {
        more.addAll(ignored("--ignore-table", database, bare));
        var arguments = new ArrayList<>(List.of("--no-data", "--skip-routines", "--skip-events"));
        arguments.addAll(List.of("--", database));
        arguments.addAll(bare);
        // First, because views may read them.
        run(client, database, arguments, sink);
      } else {
        more.addAll(ignored(WITHOUT_ROWS, database, bare));
      }
    }
    if (BesideName.is(database)) {
      more.add("--ignore-table=" + database + "." + Notes.TABLE);
    }
    more.addAll(List.of("--routines", "--events", "--", database));
    run(client, database, more, sink);
    return client;
  }

  private static List<String> ignored(String option, String database, Set<String> tables) {
    return tables.stream().map(table -> option + "=" + database + "." + table).toList();
  }

  private void run(Clients.Client client, String database, List<String> more, OutputStream sink)
      throws IOException, InterruptedException {
    var clients = new Clients(config, host);
    try (var options = OptionFile.write(config, client.version().flavour(), host)) {
      var marked = new EndMark(sink, options::remove);
      var arguments = new ArrayList<>(List.of(options.argument()));
      arguments.add(config.lock() == Lock.TABLES ? "--lock-tables" : "--single-transaction");
      arguments.addAll(
          List.of(
              "--quick",
              "--triggers",
              "--hex-blob",
              "--default-character-set=utf8mb4",
              "--max-allowed-packet=1G"));
      arguments.addAll(clients.known(client, WHERE_KNOWN));
      arguments.addAll(more);
      host.tools().dump(Clients.tool(client.path(), arguments), marked);
      marked.require(client.path().getFileName().toString());
    } catch (ToolFailedException e) {
      throw explained(client, database, e);
    }
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
