package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Fingerprints;
import digital.vya.backup.api.Globals;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.RestoreOptions;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.ScratchDatabases;
import digital.vya.backup.api.ServerInfo;
import digital.vya.backup.api.Swap;
import digital.vya.backup.api.TableFingerprint;
import digital.vya.backup.api.TargetState;
import digital.vya.backup.api.Tool;
import digital.vya.backup.api.ToolFailedException;
import digital.vya.backup.api.TunableRestore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * PostgreSQL by its own tools: {@code pg_dump} for each database, {@code pg_dumpall --globals-only}
 * for roles and tablespaces, {@code psql} for restores. The databases {@code postgres}, {@code
 * template0} and {@code template1} count as the server's own.
 *
 * <p>A restore runs in one transaction into a database that is created for it, or is empty. Where a
 * database is replaced, the new one is complete before the old one is touched.
 */
public final class PostgresDriver
    implements Globals<PostgresConfig>,
        Fingerprints<PostgresConfig>,
        ScratchDatabases<PostgresConfig>,
        TunableRestore<PostgresConfig> {

  private static final String DUMP_ALL = "pg_dumpall";

  /** For {@link java.util.ServiceLoader}. */
  public PostgresDriver() {}

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public Class<PostgresConfig> configType() {
    return PostgresConfig.class;
  }

  @Override
  public ServerInfo check(PostgresConfig config, Host host)
      throws IOException, InterruptedException {
    Version version;
    try (Server server = Server.connect(config)) {
      version = server.version();
    }
    new Route(config)
        .refusedPasswordFile()
        .ifPresent(
            file ->
                host.warn("the tools refuse " + file + ", which others may read; chmod 600 it"));
    var clients = new Clients(config, host);
    var tools = new ArrayList<String>();
    for (String name : List.of(Dumping.NAME, DUMP_ALL)) {
      tools.add(clients.fitting(name, version).line());
    }
    tools.add(clients.newest(Psql.NAME).line());
    if (config.format() != PostgresConfig.Format.PLAIN) {
      tools.add(clients.newest(Archive.NAME).line());
    }
    return new ServerInfo("PostgreSQL", version.toString(), tools);
  }

  @Override
  public List<String> databases(PostgresConfig config, Host host) {
    config.readableByOthers().ifPresent(host::warn);
    try (Server server = Server.connect(config)) {
      if (config.maintenanceDatabase().equals("postgres") && server.holdsAnything()) {
        host.warn(
            "the database postgres holds objects of users; it counts as the server's own and is"
                + " not backed up, so move them to a database of theirs");
      }
      return server.databases();
    }
  }

  @Override
  public String dumpName(PostgresConfig config, String database) {
    return database + "." + config.format().extension();
  }

  @Override
  public DumpInfo dump(PostgresConfig config, DumpRequest what, OutputStream sink, Host host)
      throws IOException, InterruptedException {
    return new Dumping(config, host).run(what.database(), sink, Optional.empty());
  }

  @Override
  public DumpInfo dump(
      PostgresConfig config,
      DumpRequest what,
      OutputStream sink,
      Consumer<TableFingerprint> tables,
      Host host)
      throws IOException, InterruptedException {
    return new Dumping(config, host).run(what.database(), sink, Optional.of(tables));
  }

  @Override
  public String globalsDumpName(PostgresConfig config) {
    return "globals.sql";
  }

  @Override
  public DumpInfo dumpGlobals(PostgresConfig config, OutputStream sink, Host host)
      throws IOException, InterruptedException {
    Version version;
    boolean passwords;
    try (Server server = Server.connect(config)) {
      version = server.version();
      passwords = server.text("SELECT has_table_privilege('pg_authid', 'SELECT')").equals("t");
    }
    var arguments = new ArrayList<>(List.of("--globals-only", "--no-password"));
    arguments.add("--database=" + config.maintenanceDatabase());
    if (!passwords) {
      arguments.add("--no-role-passwords");
      host.omit(
          "the passwords of the roles",
          "user "
              + config.user()
              + " may not read pg_authid; as a superuser run GRANT SELECT ON pg_authid TO "
              + Sql.identifier(config.user()));
    }
    var clients = new Clients(config, host);
    Clients.Client client = clients.fitting(DUMP_ALL, version);
    Tool tool =
        clients.tool(client, config.maintenanceDatabase(), arguments.toArray(String[]::new));
    run(config, tool, EndMark.CLUSTER, sink, host);
    return new DumpInfo(version.toString(), client.toString(), Map.of());
  }

  private static void run(
      PostgresConfig config, Tool tool, String mark, OutputStream sink, Host host)
      throws IOException, InterruptedException {
    var marked = new EndMark(sink);
    try {
      host.tools().dump(tool, marked);
    } catch (ToolFailedException e) {
      throw new Troubles(config).of(e);
    }
    marked.require(mark, tool.name());
  }

  @Override
  public void restore(PostgresConfig config, RestoreRequest into, InputStream dump, Host host)
      throws IOException, InterruptedException {
    restore(config, into, RestoreOptions.NONE, dump, host);
  }

  @Override
  public Set<RestoreOptions.Kind> restoreOptions() {
    return TunedRestore.OPTIONS;
  }

  @Override
  public void restore(
      PostgresConfig config,
      RestoreRequest into,
      RestoreOptions options,
      InputStream dump,
      Host host)
      throws IOException, InterruptedException {
    refuseOwn(into.targetDatabase());
    try (Server server = Server.connect(config)) {
      new TunedRestore(config, server, host).run(into, options, dump);
    }
  }

  @Override
  public void restoreGlobals(PostgresConfig config, InputStream dump, Host host)
      throws IOException {
    try (Server server = Server.connect(config)) {
      new GlobalsRestore(server, host).run(dump);
    }
  }

  private static void refuseOwn(String target) {
    if (target.isEmpty() || List.of("postgres", "template0", "template1").contains(target)) {
      throw BackupException.configuration(
          "a backup cannot be restored into the server's own database "
              + target
              + "; name another target");
    }
  }

  @Override
  public TargetState look(PostgresConfig config, String target, Host host) {
    refuseOwn(target);
    try (Server server = Server.connect(config)) {
      return new Scratch(config, server).look(target);
    }
  }

  @Override
  public String beside(PostgresConfig config, String target, String role, String id) {
    return Beside.name(target, role, id);
  }

  @Override
  public void swap(PostgresConfig config, Swap swap, Host host) throws InterruptedException {
    refuseOwn(swap.target());
    try (Server server = Server.connect(config)) {
      new Scratch(config, server).swap(swap);
    }
  }

  @Override
  public boolean recover(PostgresConfig config, Swap swap, Host host) {
    try (Server server = Server.connect(config)) {
      return new Scratch(config, server).recover(swap);
    }
  }

  @Override
  public void drop(PostgresConfig config, String name, Host host) {
    try (Server server = Server.connect(config)) {
      new Scratch(config, server).drop(name);
    }
  }
}
