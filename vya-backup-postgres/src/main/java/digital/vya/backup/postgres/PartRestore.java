package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.RestoreOptions;
import digital.vya.backup.api.ToolFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Restores some tables of a dump of any format: the dump goes into a scratch database, and from
 * there pg_dump takes the tables with all that belongs to them (indexes, constraints, triggers,
 * sequences, grants) to the target, in one transaction. That takes the room and the time of the
 * whole dump; but what pg_restore itself takes for a part of one lacks the indexes.
 */
final class PartRestore {

  private static final String TABLES =
      "SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_class c"
          + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm',"
          + " 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";
  private static final String OF_NAME = TABLES + " AND n.nspname ~ ? AND c.relname ~ ?";
  private static final String SCHEMA =
      "SELECT nspname FROM pg_namespace WHERE quote_ident(nspname) || '.' = "
          + "left(?, length(quote_ident(nspname)) + 1) ORDER BY length(nspname) DESC LIMIT 1";

  private final PostgresConfig config;
  private final Server server;
  private final Restore restore;
  private final Host host;

  PartRestore(PostgresConfig config, Server server, Restore restore, Host host) {
    this.config = config;
    this.server = server;
    this.restore = restore;
    this.host = host;
  }

  void run(String target, boolean replace, RestoreOptions options, InputStream dump)
      throws IOException, InterruptedException {
    if (!server.exists(target)) {
      throw BackupException.configuration(
          "the database "
              + target
              + " does not exist; a part of a dump is restored into one that does, so create it");
    }
    String scratch = Beside.name(target, Beside.NEW, Beside.newId());
    try {
      restore.run(scratch, false, dump);
      move(scratch, target, replace, options);
    } finally {
      server.execute("DROP DATABASE IF EXISTS " + Sql.identifier(scratch) + " WITH (FORCE)");
    }
  }

  private void move(String scratch, String target, boolean replace, RestoreOptions options)
      throws IOException, InterruptedException {
    var wanted = new TreeSet<String>();
    List<String> schemas;
    try (Server there = Server.connect(config, scratch)) {
      wanted.addAll(tables(there, options));
      schemas =
          wanted.stream().flatMap(table -> there.texts(SCHEMA, table).stream()).distinct().toList();
    }
    try (Server there = Server.connect(config, target)) {
      if (!replace) {
        refuseSame(wanted, there.texts(TABLES), target);
      }
    }
    var arguments = new ArrayList<>(List.of("--format=plain", "--no-password"));
    if (replace) {
      arguments.addAll(List.of("--clean", "--if-exists"));
    }
    wanted.forEach(table -> arguments.add("--table=" + table));
    var clients = new Clients(config, host);
    var client = clients.fitting(Dumping.NAME, server.version());
    var tool = clients.tool(client, scratch, arguments.toArray(String[]::new));
    var around = Around.NOTHING.withSchemas(schemas);
    try {
      new Piped(host)
          .run(tool, sql -> new Psql(config, host).run(target, server.version(), sql, around));
    } catch (ToolFailedException e) {
      throw new Troubles(config).of(e);
    }
  }

  /** What the options ask for; each of their patterns has to match something. */
  private static SortedSet<String> tables(Server scratch, RestoreOptions options) {
    var inSchemas = new TreeSet<String>();
    for (String text : options.schemas()) {
      inSchemas.addAll(some(scratch, new Glob(text, "*"), text));
    }
    var named = new TreeSet<String>();
    for (String text : options.tables()) {
      named.addAll(some(scratch, Glob.ofTable(text), text));
    }
    if (options.schemas().isEmpty()) {
      return named;
    }
    if (!options.tables().isEmpty()) {
      inSchemas.retainAll(named);
    }
    if (inSchemas.isEmpty()) {
      throw BackupException.configuration(
          "the dump holds none of these tables in these schemas; check --tables and --schema");
    }
    return inSchemas;
  }

  private static List<String> some(Server scratch, Glob glob, String text) {
    List<String> found = scratch.texts(OF_NAME, glob.schemaRegex(), glob.nameRegex());
    if (found.isEmpty()) {
      throw BackupException.configuration(
          "the dump holds nothing that matches " + text + "; check its name");
    }
    return found;
  }

  private static void refuseSame(SortedSet<String> wanted, List<String> there, String target) {
    var same = new TreeSet<>(wanted);
    same.retainAll(there);
    if (!same.isEmpty()) {
      throw BackupException.configuration(
          "the database "
              + target
              + " has "
              + String.join(", ", same)
              + " already; restore to another target, or replace them (--force)");
    }
  }
}
