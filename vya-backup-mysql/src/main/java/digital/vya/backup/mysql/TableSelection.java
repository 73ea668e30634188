package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of a database is dumped.
 *
 * @param left the tables, views and sequences that are left out
 * @param structureOnly the tables without their rows
 */
record TableSelection(Set<String> left, Set<String> structureOnly) {

  static final String PARTIAL = "partial";
  static final TableSelection ALL = new TableSelection(Set.of(), Set.of());

  TableSelection {
    left = Set.copyOf(left);
    structureOnly = Set.copyOf(structureOnly);
  }

  /** What the settings mean in one database; scratch databases are dumped whole. */
  static TableSelection of(MysqlConfig config, Server server, String database, Host host) {
    MysqlConfig.Tables tables = config.tables();
    if (tables.equals(MysqlConfig.Tables.ALL) || BesideName.is(database)) {
      return ALL;
    }
    var include = new NamePatterns(tables.include());
    var exclude = new NamePatterns(tables.exclude());
    var structure = new NamePatterns(tables.structureOnly());
    List<String> sequences = Contents.sequences(server, database);
    Set<String> rows = Set.copyOf(Contents.tables(server, database));
    var left = new TreeSet<String>();
    var bare = new TreeSet<String>();
    for (String name : server.tables(database)) {
      // A table may take its numbers from a sequence that nobody thought of.
      boolean in = include.isEmpty() || include.match(database, name) || sequences.contains(name);
      boolean out = exclude.match(database, name);
      if (!in || out) {
        left.add(name);
      } else if (rows.contains(name) && structure.match(database, name)) {
        bare.add(name);
      }
    }
    tellUnused(database, host, include, exclude, structure);
    leaveViews(server, database, left, host);
    requireClear(server.tables(database), left);
    requireClear(server.tables(database), bare);
    return new TableSelection(left, bare);
  }

  boolean isPartial() {
    return !left.isEmpty() || !structureOnly.isEmpty();
  }

  private static void tellUnused(String database, Host host, NamePatterns... all) {
    var unused = new LinkedHashSet<String>();
    for (NamePatterns patterns : all) {
      unused.addAll(patterns.unused());
    }
    if (!unused.isEmpty()) {
      host.warn(
          database
              + ": no table has a name such as "
              + String.join(", ", unused)
              + "; look at the patterns in tables");
    }
  }

  /** A view of what is not in the dump could not be restored. */
  private static void leaveViews(Server server, String database, Set<String> left, Host host) {
    var blind = new TreeSet<String>();
    boolean more = !left.isEmpty();
    while (more) {
      more = false;
      for (String view : Contents.views(server, database)) {
        if (!left.contains(view) && reads(server, database, view, left)) {
          left.add(view);
          blind.add(view);
          more = true;
        }
      }
    }
    if (!blind.isEmpty()) {
      host.warn(
          database
              + ": views of tables that are left out are left out as well: "
              + String.join(", ", blind));
    }
  }

  private static boolean reads(Server server, String database, String view, Set<String> left) {
    String definition =
        server.text(
            "SELECT VIEW_DEFINITION FROM information_schema.VIEWS WHERE TABLE_SCHEMA = ? AND"
                + " TABLE_NAME = ?",
            database,
            view);
    return left.stream().anyMatch(name -> definition.contains(Sql.identifier(database, name)));
  }

  /** The dump programs do not tell names apart that differ in case or accents only. */
  private static void requireClear(List<String> all, Set<String> chosen) {
    for (String one : chosen) {
      for (String other : all) {
        if (!chosen.contains(other) && folded(one).equals(folded(other))) {
          throw BackupException.configuration(
              "the dump programs do not tell "
                  + one
                  + " and "
                  + other
                  + " apart; let the patterns in tables mean both or none of them");
        }
      }
    }
  }

  private static String folded(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT);
  }
}
