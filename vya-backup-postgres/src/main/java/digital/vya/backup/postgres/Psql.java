package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.ToolFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Feeds a dump to psql, in one transaction that ends at the first error. */
final class Psql {

  static final String NAME = "psql";
  private static final int STOPPED_BEFORE = 1;
  private static final int STOPPED_AT_ERROR = 3;

  private final PostgresConfig config;
  private final Host host;

  Psql(PostgresConfig config, Host host) {
    this.config = config;
    this.host = host;
  }

  void run(String database, Version server, InputStream dump)
      throws IOException, InterruptedException {
    run(database, server, dump, List.of());
  }

  /**
   * Feeds a dump to psql.
   *
   * @param first statements that are run before it, in the same transaction
   */
  void run(String database, Version server, InputStream dump, List<String> first)
      throws IOException, InterruptedException {
    var clients = new Clients(config, host);
    Clients.Client psql = clients.newest(NAME);
    String key = psql.version().knowsRestrict() ? randomKey() : "";
    if (key.isEmpty()) {
      host.warn(
          psql + " runs backslash commands of a dump; update it before restoring dumps of others");
    }
    var arguments =
        new ArrayList<>(
            List.of(
                "--no-psqlrc",
                "--quiet",
                "--no-password",
                "--set=ON_ERROR_STOP=1",
                "--single-transaction"));
    first.forEach(sql -> arguments.add("--command=" + sql));
    arguments.add("--file=-");
    try {
      host.tools()
          .feed(
              clients.tool(psql, database, arguments.toArray(String[]::new)),
              new DumpInput(dump, key, server.major(), host::warn));
    } catch (ToolFailedException e) {
      throw explained(e, !first.isEmpty());
    }
  }

  private BackupException explained(ToolFailedException e, boolean statementsFirst) {
    BackupException known = new Troubles(config).ofRestore(e);
    if (known != e) {
      return known;
    }
    if (e.exitCode() == STOPPED_AT_ERROR) {
      return BackupException.data(
          "psql stopped at the first error, and nothing was restored: " + Troubles.oneLine(e));
    }
    return e.exitCode() == STOPPED_BEFORE && statementsFirst
        ? BackupException.environment(
            "what is there cannot be removed, and was left as it is: " + Troubles.oneLine(e))
        : known;
  }

  private static String randomKey() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
