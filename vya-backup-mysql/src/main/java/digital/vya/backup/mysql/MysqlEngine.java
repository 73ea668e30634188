package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Fingerprints;
import digital.vya.backup.api.Globals;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.RestoreOptions;
import digital.vya.backup.api.RestoreOptions.Kind;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.ScratchDatabases;
import digital.vya.backup.api.ServerInfo;
import digital.vya.backup.api.Swap;
import digital.vya.backup.api.TableFingerprint;
import digital.vya.backup.api.TargetState;
import digital.vya.backup.api.TunableRestore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What both drivers do: the server says what it is, not the name of the driver. */
abstract sealed class MysqlEngine
    implements Globals<MysqlConfig>,
        Fingerprints<MysqlConfig>,
        ScratchDatabases<MysqlConfig>,
        TunableRestore<MysqlConfig>
    permits MysqlDriver, MariadbDriver {

  private static final int NAMED = 5;

  @Override
  public final Class<MysqlConfig> configType() {
    return MysqlConfig.class;
  }

  @Override
  public final ServerInfo check(MysqlConfig config, Host host)
      throws IOException, InterruptedException {
    Version version;
    try (Server server = Server.connect(config)) {
      version = server.version();
    }
    var clients = new Clients(config, host);
    List<String> tools = List.of(clients.dump(version).line(), clients.client(version).line());
    return new ServerInfo(version.flavour().product(), version.text(), tools);
  }

  @Override
  public final List<String> databases(MysqlConfig config, Host host) {
    config.readableByOthers().ifPresent(host::warn);
    try (Server server = Server.connect(config)) {
      return server.databases().stream().filter(name -> !BesideName.is(name)).toList();
    }
  }

  @Override
  public final String dumpName(MysqlConfig config, String database) {
    return database + ".sql";
  }

  @Override
  public final boolean restoresDumpsOf(String dbms) {
    return dbms.equals("mysql") || dbms.equals("mariadb");
  }

  @Override
  public final DumpInfo dump(MysqlConfig config, DumpRequest what, OutputStream sink, Host host)
      throws IOException, InterruptedException {
    return dump(config, what, sink, Optional.empty(), host);
  }

  @Override
  public final DumpInfo dump(
      MysqlConfig config,
      DumpRequest what,
      OutputStream sink,
      Consumer<TableFingerprint> tables,
      Host host)
      throws IOException, InterruptedException {
    return dump(config, what, sink, Optional.of(tables), host);
  }

  /** The programs of another version, or of the other flavour, may write a row differently. */
  @Override
  public final boolean comparable(String version, String other) {
    Version one = Version.ofText(version);
    Version two = Version.ofText(other);
    return one.major() == two.major() && one.minor() == two.minor();
  }

  private static DumpInfo dump(
      MysqlConfig config,
      DumpRequest what,
      OutputStream sink,
      Optional<Consumer<TableFingerprint>> tables,
      Host host)
      throws IOException, InterruptedException {
    String database = what.database();
    settleBefore(config, database, host);
    Version version;
    Map<String, String> properties;
    TableSelection selection;
    try (Server server = Server.connect(config)) {
      version = server.version();
      properties = properties(server, database);
      new Grants(server, version, config).requireDump(database);
      selection = TableSelection.of(config, server, database, host);
      if (selection.isPartial()) {
        properties = new TreeMap<>(properties);
        properties.put(TableSelection.PARTIAL, "true");
      }
      if (config.lock() == MysqlConfig.Lock.NONE) {
        warnOfTablesWithoutTransactions(server, database, host);
      }
    }
    var dumping = new Dumping(config, host);
    Clients.Client client;
    if (tables.isPresent()) {
      var read = new FingerprintSink(sink, version, database, host);
      client = dumping.run(version, database, selection, read);
      read.all().forEach(tables.get());
    } else {
      client = dumping.run(version, database, selection, sink);
    }
    return new DumpInfo(version.text(), client.toString(), properties);
  }

  /** Triggers of tables may still have to be made; who only backs up may not be allowed to. */
  private static void settleBefore(MysqlConfig config, String database, Host host)
      throws IOException, InterruptedException {
    try {
      TableSwap.settle(config, database, host);
    } catch (BackupException e) {
      host.warn(
          database
              + ": a restore of tables was cut off, so triggers may be missing; restore again: "
              + e.getMessage());
    }
  }

  private static void warnOfTablesWithoutTransactions(Server server, String database, Host host) {
    List<String> tables = server.tablesWithoutTransactions(database);
    if (!tables.isEmpty()) {
      String more = tables.size() > NAMED ? " and " + (tables.size() - NAMED) + " more" : "";
      host.warn(
          database
              + ": tables without transactions may be of another moment than the rest: "
              + String.join(", ", tables.subList(0, Math.min(NAMED, tables.size())))
              + more
              + "; convert them to InnoDB, or set lock to tables");
    }
  }

  private static Map<String, String> properties(Server server, String database) {
    if (!server.exists(database)) {
      throw BackupException.configuration(
          "there is no database " + database + ", or user may not see it; check its name");
    }
    String of = " FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?";
    return Map.of(
        "charset", server.text("SELECT DEFAULT_CHARACTER_SET_NAME" + of, database),
        "collation", server.text("SELECT DEFAULT_COLLATION_NAME" + of, database));
  }

  @Override
  public final void restore(MysqlConfig config, RestoreRequest into, InputStream dump, Host host)
      throws IOException, InterruptedException {
    restore(config, into, RestoreOptions.NONE, host).run(dump);
  }

  private static Restore restore(
      MysqlConfig config, RestoreRequest into, RestoreOptions options, Host host)
      throws IOException, InterruptedException {
    requireNotOwn(into.targetDatabase());
    TableSwap.settle(config, into.targetDatabase(), host);
    try (Server server = Server.connect(config)) {
      return new Restore(config, server, into, options, host);
    }
  }

  private static void requireNotOwn(String target) {
    if (target.isEmpty() || Server.isOwn(target)) {
      throw BackupException.configuration(
          "a backup cannot be restored into the server's own database "
              + target
              + "; name another target");
    }
  }

  @Override
  public final Set<Kind> restoreOptions() {
    return EnumSet.of(Kind.TABLES, Kind.DIRECT, Kind.RECREATE);
  }

  @Override
  public final void restore(
      MysqlConfig config, RestoreRequest into, RestoreOptions options, InputStream dump, Host host)
      throws IOException, InterruptedException {
    Set<Kind> unknown = options.asked();
    unknown.removeAll(restoreOptions());
    if (!unknown.isEmpty()) {
      throw BackupException.configuration(
          name() + " cannot restore with " + unknown + "; leave that out");
    }
    if (options.isPartial() && options.recreate()) {
      throw BackupException.configuration(
          "to drop and create the target would cost the tables that are not restored; leave out"
              + " --recreate or --tables");
    }
    Restore restore = restore(config, into, options, host);
    if (options.isPartial()) {
      restore.tables(options.direct(), dump);
    } else if (options.direct()) {
      restore.direct(options.recreate(), dump);
    } else {
      restore.run(dump);
    }
  }

  @Override
  public final TargetState look(MysqlConfig config, String target, Host host) {
    requireNotOwn(target);
    try (Server server = Server.connect(config)) {
      new Grants(server, server.version(), config).requireBeside(target);
      boolean exists = server.exists(target);
      return new TargetState(
          exists,
          exists && server.holdsAnything(target),
          OptionalLong.empty(),
          new Sessions(server, target).lines());
    }
  }

  @Override
  public final String beside(MysqlConfig config, String target, String role, String id) {
    return BesideName.of(target, role, id);
  }

  @Override
  public final void swap(MysqlConfig config, Swap swap, Host host)
      throws IOException, InterruptedException {
    TableSwap.settle(config, swap.target(), host);
    new Swapping(config, swap, host).run();
  }

  @Override
  public final boolean recover(MysqlConfig config, Swap swap, Host host)
      throws IOException, InterruptedException {
    return new Swapping(config, swap, host).recover();
  }

  @Override
  public final void drop(MysqlConfig config, String name, Host host) {
    if (!BesideName.is(name)) {
      throw BackupException.configuration(
          "the database " + name + " is neither a scratch nor a kept one, so it is not dropped");
    }
    try (Server server = Server.connect(config)) {
      Swapping.drop(server, name);
    }
  }

  @Override
  public final String globalsDumpName(MysqlConfig config) {
    return "globals.sql";
  }

  @Override
  public final DumpInfo dumpGlobals(MysqlConfig config, OutputStream sink, Host host)
      throws IOException, InterruptedException {
    try (Server server = Server.connect(config)) {
      Version version = new AccountsDump(server, sink, host).run();
      return new DumpInfo(version.text(), "", Map.of());
    }
  }

  @Override
  public final void restoreGlobals(MysqlConfig config, InputStream dump, Host host)
      throws IOException, InterruptedException {
    try (Server server = Server.connect(config)) {
      new AccountsRestore(server, host).run(dump);
    }
  }
}
