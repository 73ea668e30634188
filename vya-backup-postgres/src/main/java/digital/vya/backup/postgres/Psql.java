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
  private static final int STOPPED_AROUND = 1;
  private static final int STOPPED_AT_ERROR = 3;

  private final PostgresConfig config;
  private final Host host;

  Psql(PostgresConfig config, Host host) {
    this.config = config;
    this.host = host;
  }

  /** Feeds a dump to psql, and what is around it. */
  void run(String database, Version server, InputStream dump, Around around)
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
    around.first().forEach(sql -> arguments.add("--command=" + sql));
    arguments.add("--file=-");
    around.last().forEach(sql -> arguments.add("--command=" + sql));
    try {
      host.tools()
          .feed(
              clients.tool(psql, database, arguments.toArray(String[]::new)),
              new DumpInput(dump, key, server.major(), host::warn));
    } catch (ToolFailedException e) {
      throw explained(e);
    }
  }

  private BackupException explained(ToolFailedException e) {
    BackupException known = new Troubles(config).ofRestore(e);
    if (known != e) {
      return known;
    }
    return switch (e.exitCode()) {
      case STOPPED_AT_ERROR ->
          BackupException.data(
              "psql stopped at the first error, and nothing was restored: " + Troubles.oneLine(e));
      case STOPPED_AROUND ->
          BackupException.environment("nothing was restored: " + Troubles.oneLine(e));
      default -> known;
    };
  }

  private static String randomKey() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
