package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.ToolFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Feeds a dump to the client, which ends at the first error. */
final class Feeding {

  private static final String GENERATED_VALUE = "ERROR 3105 ";

  private final MysqlConfig config;
  private final RewriteRules rules;
  private final Host host;

  Feeding(MysqlConfig config, RewriteRules rules, Host host) {
    this.config = config;
    this.rules = rules;
    this.host = host;
  }

  void run(Version server, String database, InputStream dump)
      throws IOException, InterruptedException {
    Clients.Client client = new Clients(config, host).client(server);
    try (var options = OptionFile.write(config, client.version().flavour(), host)) {
      var arguments =
          List.of(
              options.argument(),
              "--batch",
              // Nothing in a dump is a command of the client, but for the delimiter.
              "--binary-mode",
              // Without it the client takes them out of routines.
              "--comments",
              "--default-character-set=utf8mb4",
              "--max-allowed-packet=1G",
              // MySQL's client takes no name that begins with a hyphen after a double hyphen.
              "--database=" + database);
      host.tools().feed(Clients.tool(client.path(), arguments), new DumpRewriter(dump, rules));
    } catch (ToolFailedException e) {
      throw explained(e);
    }
  }

  private BackupException explained(ToolFailedException e) {
    BackupException known = new Troubles(config).of(e);
    if (e.stderr().contains(GENERATED_VALUE)) {
      return new BackupException(
          Reason.DATA,
          "MariaDB's dumps hold the values of generated columns, which MySQL refuses: restore to a"
              + " MariaDB server, or drop those columns before the dump: "
              + Troubles.oneLine(e),
          e);
    }
    return known == e && e.exitCode() < 128
        ? BackupException.data(
            "the restore stopped at the first error and was undone: " + Troubles.oneLine(e))
        : known;
  }
}
