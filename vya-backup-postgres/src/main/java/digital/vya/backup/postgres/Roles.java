package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The roles that a database refers to. They travel in the manifest, so that a restore can tell all
 * that are missing before it begins. Values read from there are not trusted.
 */
final class Roles {

  private static final String PREFIX = "role.";
  private static final String OWNER = "owner\t";
  private static final String OTHER = "other\t";

  /** What extensions bring along is in no dump; nor is what lives as long as a session. */
  private static final String QUERY =
      "SELECT CASE WHEN bool_and(s.deptype = 'o' AND s.classid NOT IN ('pg_default_acl'::regclass,"
          + " 'pg_user_mapping'::regclass)) THEN E'owner\\t' ELSE E'other\\t' END || r.rolname"
          + " FROM pg_shdepend s JOIN pg_roles r ON r.oid = s.refobjid"
          + " WHERE s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())"
          + " AND s.refclassid = 'pg_authid'::regclass AND s.deptype IN ('o', 'a', 'r')"
          + " AND s.classid <> 'pg_extension'::regclass AND NOT EXISTS (SELECT FROM pg_depend e"
          + " WHERE e.classid = s.classid AND e.objid = s.objid AND e.deptype = 'e')"
          + " AND NOT EXISTS (SELECT FROM pg_class c WHERE s.classid = 'pg_class'::regclass"
          + " AND c.oid = s.objid AND c.relpersistence = 't')"
          + " GROUP BY r.rolname ORDER BY r.rolname LIMIT 100";

  private final Map<String, String> properties;

  Roles(Map<String, String> properties) {
    this.properties = properties;
  }

  /** Asks a database that is to be dumped; a manifest is no place for thousands of them. */
  static Map<String, String> of(Server database) {
    var roles = new TreeMap<String, String>();
    List<String> rows = database.texts(QUERY);
    for (int n = 0; n < rows.size(); n++) {
      roles.put(PREFIX + n, rows.get(n));
    }
    return roles;
  }

  /**
   * Checks that they are there.
   *
   * @param owned whether everything belongs to another role anyway
   */
  void require(Server server, boolean owned) {
    SortedSet<String> wanted = new TreeSet<>();
    boolean ownersOnly = true;
    for (String role : missing(server)) {
      boolean owner = role.startsWith(OWNER);
      if (!owner || !owned) {
        wanted.add(role.substring(role.indexOf('\t') + 1));
        ownersOnly &= owner;
      }
    }
    if (!wanted.isEmpty()) {
      throw BackupException.configuration(
          "the dump refers to roles that do not exist on this server: "
              + String.join(", ", wanted)
              + "; restore the globals of the instance first, or create them"
              + (ownersOnly ? ", or restore for another owner (--owner)" : ""));
    }
  }

  private List<String> missing(Server server) {
    var present = new TreeSet<>(server.texts("SELECT rolname FROM pg_roles"));
    return properties.entrySet().stream()
        .flatMap(property -> role(property.getKey(), property.getValue()).stream())
        .filter(role -> !present.contains(role.substring(role.indexOf('\t') + 1)))
        .toList();
  }

  /** What a database is given by role counts like what its tables are. */
  private static List<String> role(String key, String value) {
    boolean ours = value.startsWith(OWNER) || value.startsWith(OTHER);
    if (key.startsWith(PREFIX)) {
      return ours ? List.of(value) : List.of();
    }
    boolean byRole = key.startsWith("grant.") || key.startsWith("setting.");
    int end = value.indexOf('\t');
    return byRole && end > 0 ? List.of(OTHER + value.substring(0, end)) : List.of();
  }
}
