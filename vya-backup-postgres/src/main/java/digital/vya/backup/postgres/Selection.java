package digital.vya.backup.postgres;

import digital.vya.backup.api.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What of a database is dumped, where the settings do not ask for all of it. */
final class Selection {

  /** In a manifest: that the dump is not the whole database, and which part. */
  static final String PARTIAL = "partial";

  private static final String SCHEMA = "partial_schema.";
  private static final int MOST_SCHEMAS = 200;
  private static final String MATCHES =
      "SELECT DISTINCT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND n.nspname !~ '^pg_'"
          + " AND n.nspname <> 'information_schema' AND n.nspname ~ ? AND c.relname ~ ?"
          + " ORDER BY 1";
  private static final String SCHEMAS = "SELECT nspname FROM pg_namespace WHERE nspname ~ ?";

  private final PostgresConfig.Tables tables;
  private final PostgresConfig.Schemas schemas;

  Selection(PostgresConfig config) {
    tables = config.tables();
    schemas = config.schemas();
  }

  /** For pg_dump. */
  List<String> arguments() {
    var arguments = new ArrayList<String>();
    tables
        .include()
        .forEach(glob -> arguments.add("--table=" + Glob.ofTable(glob).patternOfTable()));
    tables
        .exclude()
        .forEach(glob -> arguments.add("--exclude-table=" + Glob.ofTable(glob).patternOfTable()));
    tables
        .structureOnly()
        .forEach(
            glob -> arguments.add("--exclude-table-data=" + Glob.ofTable(glob).patternOfTable()));
    schemas
        .include()
        .forEach(glob -> arguments.add("--schema=" + Glob.ofSchema(glob).patternOfSchema()));
    schemas
        .exclude()
        .forEach(
            glob -> arguments.add("--exclude-schema=" + Glob.ofSchema(glob).patternOfSchema()));
    return arguments;
  }

  /** For the manifest; warns of each pattern that matches nothing. */
  Map<String, String> properties(Server database, Host host) {
    var properties = new TreeMap<String, String>();
    var told = new ArrayList<String>();
    tables(database, host, "tables.include", tables.include(), told)
        .forEach(name -> properties.put(SCHEMA + properties.size(), name));
    tables(database, host, "tables.exclude", tables.exclude(), told);
    tables(database, host, "tables.structure_only", tables.structureOnly(), told);
    schemas(database, host, "schemas.include", schemas.include(), told);
    schemas(database, host, "schemas.exclude", schemas.exclude(), told);
    if (!told.isEmpty()) {
      String text = String.join("; ", told);
      properties.put(PARTIAL, text.substring(0, Math.min(1000, text.length())));
    }
    return properties;
  }

  private static List<String> tables(
      Server database, Host host, String key, List<String> globs, List<String> told) {
    var found = new ArrayList<String>();
    for (String text : globs) {
      var glob = Glob.ofTable(text);
      List<String> matching = database.texts(MATCHES, glob.schemaRegex(), glob.nameRegex());
      warn(host, key, text, matching);
      matching.stream().filter(name -> !found.contains(name)).forEach(found::add);
    }
    tell(key, globs, told);
    return found.subList(0, Math.min(MOST_SCHEMAS, found.size()));
  }

  private static void schemas(
      Server database, Host host, String key, List<String> globs, List<String> told) {
    for (String text : globs) {
      warn(host, key, text, database.texts(SCHEMAS, Glob.ofSchema(text).nameRegex()));
    }
    tell(key, globs, told);
  }

  private static void tell(String key, List<String> globs, List<String> told) {
    if (!globs.isEmpty()) {
      told.add(key + ": " + String.join(", ", globs));
    }
  }

  private static void warn(Host host, String key, String glob, List<String> matching) {
    if (matching.isEmpty()) {
      host.warn("nothing in this database matches " + glob + " of " + key + "; check the pattern");
    }
  }

  /** The schemas that a dump of single tables needs and does not hold. */
  static List<String> schemasOf(Map<String, String> properties) {
    var names = new ArrayList<String>();
    for (int n = 0; n < MOST_SCHEMAS && properties.containsKey(SCHEMA + n); n++) {
      names.add(properties.get(SCHEMA + n));
    }
    return names;
  }
}
