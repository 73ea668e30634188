package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What makes a database what it is beside its content: a plain dump does not hold it, so it travels
 * in the manifest. Values read from there are not trusted.
 */
final class DatabaseAttributes {

  private static final String QUERY =
      "SELECT pg_encoding_to_char(encoding) AS encoding, datcollate AS collate, datctype AS ctype,"
          + " pg_get_userbyid(datdba) AS owner, datconnlimit::text AS connection_limit,"
          + " (SELECT nullif(spcname, 'pg_default') FROM pg_tablespace t WHERE t.oid ="
          + " d.dattablespace) AS tablespace,"
          + " coalesce(shobj_description(oid, 'pg_database'), '') AS comment,"
          + " to_jsonb(d) ->> 'datlocprovider' AS provider,"
          // 15 and 16 call it iculocale, 17 and newer locale.
          + " coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') AS locale,"
          + " to_jsonb(d) ->> 'daticurules' AS icu_rules"
          + " FROM pg_database d WHERE datname = ?";

  private static final String SETTINGS =
      "SELECT coalesce(r.rolname, '') || E'\\t' || unnest(s.setconfig)"
          + " FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase"
          + " LEFT JOIN pg_roles r ON r.oid = s.setrole WHERE d.datname = ?";

  private static final String GRANTS =
      "SELECT coalesce(r.rolname, '') || E'\\t' || a.privilege_type || E'\\t' || a.is_grantable"
          + " FROM pg_database d, aclexplode(d.datacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee"
          + " WHERE d.datname = ?";

  /** Settings whose value is a list of identifiers, as PostgreSQL's GUC_LIST_QUOTE says. */
  private static final Set<String> LISTS =
      Set.of(
          "local_preload_libraries",
          "search_path",
          "session_preload_libraries",
          "shared_preload_libraries",
          "temp_tablespaces",
          "unix_socket_directories");

  private static final Set<String> PRIVILEGES = Set.of("CREATE", "CONNECT", "TEMPORARY");

  private final Map<String, String> values;

  DatabaseAttributes(Map<String, String> values) {
    this.values = values;
  }

  static Map<String, String> of(Server server, String database) {
    var values = new TreeMap<String, String>();
    server.with(
        c -> {
          try (PreparedStatement statement = c.prepareStatement(QUERY)) {
            statement.setString(1, database);
            ResultSet row = statement.executeQuery();
            ResultSetMetaData columns = row.getMetaData();
            while (row.next()) {
              for (int n = 1; n <= columns.getColumnCount(); n++) {
                String value = row.getString(n);
                if (value != null && !value.isEmpty()) {
                  values.put(columns.getColumnLabel(n), value);
                }
              }
            }
            return values;
          }
        });
    number(values, "setting.", server.texts(SETTINGS, database));
    number(values, "grant.", server.texts(GRANTS, database));
    return values;
  }

  private static void number(Map<String, String> values, String prefix, List<String> rows) {
    for (int n = 0; n < rows.size(); n++) {
      values.put(prefix + n, rows.get(n));
    }
  }

  /** These, or those of the present database where a dump came without any. */
  DatabaseAttributes over(Map<String, String> present) {
    var all = new TreeMap<>(values.containsKey("encoding") ? Map.of() : present);
    all.putAll(values);
    return new DatabaseAttributes(all);
  }

  /** Creates an empty database with these attributes, owned as it was. */
  void create(Server server, String database) {
    var sql = new StringBuilder("CREATE DATABASE ").append(Sql.identifier(database));
    sql.append(" TEMPLATE template0");
    requireOthers(server);
    String owner = values.get("owner");
    if (owner != null) {
      sql.append(" OWNER ").append(Sql.identifier(owner));
    }
    String tablespace = values.get("tablespace");
    if (tablespace != null) {
      sql.append(" TABLESPACE ").append(Sql.identifier(tablespace));
    }
    literal(sql, "ENCODING", "encoding");
    literal(sql, "LC_COLLATE", "collate");
    literal(sql, "LC_CTYPE", "ctype");
    locale(sql);
    String limit = values.getOrDefault("connection_limit", "-1");
    if (limit.matches("-?[0-9]{1,9}")) {
      sql.append(" CONNECTION LIMIT ").append(limit);
    }
    server.execute(sql.toString());
  }

  /** Checks that what the database refers to is there. */
  void requireOthers(Server server) {
    String owner = values.get("owner");
    if (owner != null) {
      require("owner", owner, server.hasRole(owner), "role");
    }
    String tablespace = values.get("tablespace");
    if (tablespace != null) {
      require("tablespace", tablespace, server.hasTablespace(tablespace), "tablespace");
    }
  }

  private static void require(String what, String name, boolean exists, String kind) {
    if (!exists) {
      throw BackupException.configuration(
          "the "
              + what
              + " "
              + name
              + " of the database does not exist on this server; restore the globals of the"
              + " instance first, or create the "
              + kind);
    }
  }

  private void locale(StringBuilder sql) {
    switch (values.getOrDefault("provider", "")) {
      case "i" -> {
        sql.append(" LOCALE_PROVIDER icu");
        literal(sql, "ICU_LOCALE", "locale");
        literal(sql, "ICU_RULES", "icu_rules");
      }
      case "b" -> {
        sql.append(" LOCALE_PROVIDER builtin");
        literal(sql, "BUILTIN_LOCALE", "locale");
      }
      // Otherwise template0's provider is taken, which may be another one.
      case "c" -> sql.append(" LOCALE_PROVIDER libc");
      default -> {}
    }
  }

  private void literal(StringBuilder sql, String option, String key) {
    String value = values.get(key);
    if (value != null) {
      sql.append(' ').append(option).append(' ').append(Sql.literal(value));
    }
  }

  /** Gives a database what can only be given by name: comment, settings and grants. */
  void complete(Server server, String database) {
    String name = Sql.identifier(database);
    String comment = values.get("comment");
    if (comment != null) {
      server.execute("COMMENT ON DATABASE " + name + " IS " + Sql.literal(comment));
    }
    numbered("setting.").forEach(row -> set(server, name, row));
    List<String> grants = numbered("grant.");
    if (!grants.isEmpty()) {
      server.execute("REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
      grants.forEach(row -> grant(server, name, row));
    }
  }

  private static void set(Server server, String database, String row) {
    String[] role = row.split("\t", 2);
    String[] setting = role.length == 2 ? role[1].split("=", 2) : role;
    if (setting.length != 2) {
      return;
    }
    String value = LISTS.contains(setting[0]) ? Sql.literals(setting[1]) : Sql.literal(setting[1]);
    // Names of extensions' settings have a dot between two identifiers.
    String name =
        String.join(".", List.of(setting[0].split("\\.")).stream().map(Sql::identifier).toList());
    String of =
        role[0].isEmpty()
            ? "DATABASE " + database
            : "ROLE " + Sql.identifier(role[0]) + " IN DATABASE " + database;
    server.execute("ALTER " + of + " SET " + name + " TO " + value);
  }

  private static void grant(Server server, String database, String row) {
    String[] parts = row.split("\t", 3);
    if (parts.length == 3 && PRIVILEGES.contains(parts[1])) {
      String grantee = parts[0].isEmpty() ? "PUBLIC" : Sql.identifier(parts[0]);
      String option = parts[2].equals("true") ? " WITH GRANT OPTION" : "";
      server.execute("GRANT " + parts[1] + " ON DATABASE " + database + " TO " + grantee + option);
    }
  }

  private List<String> numbered(String prefix) {
    var rows = new ArrayList<String>();
    for (int n = 0; values.containsKey(prefix + n); n++) {
      rows.add(values.get(prefix + n));
    }
    return rows;
  }
}
