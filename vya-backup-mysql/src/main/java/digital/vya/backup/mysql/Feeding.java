package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.ToolFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Feeds a dump to the client, which ends at the first error. */
final class Feeding {

  private static final String GENERATED_VALUE = "ERROR 3105 ";
  private static final Pattern CLOSED =
      Pattern.compile(
          "ERROR (?:1153|2006|2013) |ERROR 2026 .*(?:unexpected eof|reset by peer|[Bb]roken pipe)");

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
    var clients = new Clients(config, host);
    Clients.Client client = clients.client(server);
    try (var options = OptionFile.write(config, client.version().flavour(), host)) {
      var arguments =
          new ArrayList<>(
              List.of(
                  options.argument(),
                  "--batch",
                  // Nothing in a dump is a command of the client, but for the delimiter.
                  "--binary-mode",
                  // Without it the client takes them out of routines.
                  "--comments",
                  "--default-character-set=utf8mb4",
                  // Until the dump sets a mode, the server reads quotes as the rewriter does; and a
                  // slow source is no reason to hang up. Whoever holds what is to be replaced is
                  // told
                  // of, and not waited for until they are gone.
                  "--init-command=SET SESSION sql_mode = '', SESSION wait_timeout = 86400, SESSION"
                      + " lock_wait_timeout = 60",
                  "--max-allowed-packet=1G",
                  // MySQL's client takes no name that begins with a hyphen after a double hyphen.
                  "--database=" + database));
      // Rows would otherwise be in what a failure says, and in mails.
      if (!clients.known(client, List.of("--print-query-on-error")).isEmpty()) {
        arguments.add("--skip-print-query-on-error");
      }
      host.tools()
          .feed(
              Clients.tool(client.path(), arguments),
              options.removedBy(new DumpRewriter(dump, rules)));
    } catch (ToolFailedException e) {
      throw explained(e);
    }
  }

  private BackupException explained(ToolFailedException e) {
    if (e.stderr().contains(GENERATED_VALUE)) {
      return new BackupException(
          Reason.DATA,
          "MariaDB's dumps hold the values of generated columns, which MySQL refuses: restore to a"
              + " MariaDB server, or drop those columns before the dump: "
              + Troubles.oneLine(e),
          e);
    }
    if (CLOSED.matcher(e.stderr()).find()) {
      return closed(e);
    }
    BackupException known = new Troubles(config).of(e);
    return known == e && e.exitCode() < 128
        ? BackupException.data(
            "the restore stopped at the first error and was undone: " + Troubles.oneLine(e))
        : known;
  }

  /** A server that is there, and yet closed the connection, was given too long a row. */
  private BackupException closed(ToolFailedException e) {
    BackupException passing = new Troubles(config).of(e);
    try (Server server = Server.connect(config)) {
      return new BackupException(
          Reason.CONFIGURATION,
          config.server()
              + " closed the connection: "
              + Troubles.oneLine(e)
              + "; it takes rows of "
              + server.text("SELECT @@GLOBAL.max_allowed_packet")
              + " bytes, so raise max_allowed_packet there if the dump has longer ones",
          e);
    } catch (BackupException gone) {
      return passing;
    }
  }
}
