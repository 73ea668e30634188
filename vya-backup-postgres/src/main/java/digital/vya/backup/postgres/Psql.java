package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.ToolFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Feeds a dump to psql, in one transaction that ends at the first error. */
final class Psql {

  static final String NAME = "psql";

  private final PostgresConfig config;
  private final Host host;

  Psql(PostgresConfig config, Host host) {
    this.config = config;
    this.host = host;
  }

  void run(String database, Version server, InputStream dump)
      throws IOException, InterruptedException {
    var clients = new Clients(config, host);
    Clients.Client psql = clients.newest(NAME, server);
    String key = psql.version().knowsRestrict() ? randomKey() : "";
    if (key.isEmpty()) {
      host.warn(
          psql + " runs backslash commands of a dump; update it before restoring dumps of others");
    }
    try {
      host.tools()
          .feed(
              clients.tool(
                  psql,
                  database,
                  "--no-psqlrc",
                  "--quiet",
                  "--no-password",
                  "--set=ON_ERROR_STOP=1",
                  "--single-transaction",
                  "--file=-"),
              new DumpInput(dump, EndMark.DATABASE, key));
    } catch (ToolFailedException e) {
      throw explained(e);
    }
  }

  private BackupException explained(ToolFailedException e) {
    return e.exitCode() == 3 && !e.stderr().contains("does not exist")
        ? BackupException.data(
            "psql stopped at the first error, and nothing was restored: "
                + e.stderr().strip().replaceAll("\\s*\\R\\s*", " | "))
        : new Troubles(config).of(e);
  }

  private static String randomKey() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
