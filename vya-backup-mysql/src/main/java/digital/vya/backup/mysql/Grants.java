package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the connected account may do. Both dump tools leave out, without a word, what they may not
 * see: tables without SELECT, triggers without TRIGGER, routines. So that is asked before.
 */
final class Grants {

  private static final Pattern GRANT =
      Pattern.compile("GRANT (.+?) ON (?:(?:TABLE )?)(\\*|`(?:[^`]|``)*`)\\.\\* TO .*");

  /** What was taken from a privilege on everything; the name is no pattern. */
  private static final Pattern REVOKE =
      Pattern.compile("REVOKE (.+?) ON (`(?:[^`]|``)*`)\\.\\* FROM .*");

  /** What making a database, filling it and moving it takes. */
  private static final List<String> BESIDE =
      List.of(
          "ALTER",
          "ALTER ROUTINE",
          "CREATE",
          "CREATE ROUTINE",
          "CREATE VIEW",
          "DROP",
          "EVENT",
          "INDEX",
          "INSERT",
          "LOCK TABLES",
          "REFERENCES",
          "SELECT",
          "SHOW VIEW",
          "TRIGGER");

  private final Server server;
  private final Version version;
  private final MysqlConfig config;

  Grants(Server server, Version version, MysqlConfig config) {
    this.server = server;
    this.version = version;
    this.config = config;
  }

  /**
   * Returns if a dump of the database would miss nothing.
   *
   * @throws BackupException with reason CONFIGURATION that names what is missing
   */
  void requireDump(String database) {
    Set<String> held = held(database);
    if (held.contains("ALL PRIVILEGES")) {
      return;
    }
    var missing = new ArrayList<String>();
    for (String wanted : wanted()) {
      if (!held.contains(wanted)) {
        missing.add(wanted);
      }
    }
    if (!missing.isEmpty()) {
      throw BackupException.configuration(
          "user "
              + config.user()
              + " may not see all of "
              + database
              + ", so its dump would miss something; run GRANT "
              + String.join(", ", missing)
              + " ON "
              + Sql.identifier(literal() ? database : DatabasePattern.escaped(database))
              + ".* TO "
              + account());
    }
    requireRoutines(database, held);
  }

  /**
   * Returns if databases can be made beside a target and swapped with it.
   *
   * @throws BackupException with reason CONFIGURATION that names what is missing
   */
  void requireBeside(String target) {
    Set<String> held = held(BesideName.of(target, "new", "00000000"));
    if (!held.contains("ALL PRIVILEGES") && !held.containsAll(BESIDE)) {
      throw BackupException.configuration(
          "user "
              + config.user()
              + " may not make a database beside "
              + target
              + "; run GRANT ALL ON "
              + (literal() ? "*" : Sql.identifier(BesideName.pattern(target)))
              + ".* TO "
              + account()
              + ", or restore straight into the target with --mode fast");
    }
  }

  /**
   * Returns if a database can be taken from its place and another be put there.
   *
   * @throws BackupException with reason CONFIGURATION that names what is missing
   */
  void requireSwap(String database) {
    Set<String> held = held(database);
    var missing = new ArrayList<>(BESIDE);
    missing.removeAll(held);
    if (!held.contains("ALL PRIVILEGES") && !missing.isEmpty()) {
      throw BackupException.configuration(
          "user "
              + config.user()
              + " may not replace all of "
              + database
              + "; run GRANT "
              + String.join(", ", missing)
              + " ON "
              + Sql.identifier(literal() ? database : DatabasePattern.escaped(database))
              + ".* TO "
              + account());
    }
  }

  private List<String> wanted() {
    var wanted = new ArrayList<>(List.of("SELECT", "SHOW VIEW", "TRIGGER", "EVENT"));
    if (config.lock() == MysqlConfig.Lock.TABLES) {
      wanted.add("LOCK TABLES");
    }
    return wanted;
  }

  /** The bodies of routines are shown to their owners and to those who may read all of them. */
  private void requireRoutines(String database, Set<String> held) {
    boolean mysql = version.flavour() == Flavour.MYSQL;
    Set<String> everywhere = held("mysql");
    boolean shown =
        mysql
            ? everywhere.contains("SHOW_ROUTINE") || global().contains("SELECT")
            : held.contains("SHOW CREATE ROUTINE")
                || everywhere.contains("SELECT")
                || mayReadProc();
    if (!shown) {
      throw BackupException.configuration(
          "user "
              + config.user()
              + " may not see the routines of "
              + database
              + ", so its dump would miss them; run GRANT "
              + (mysql ? "SHOW_ROUTINE ON *.*" : "SELECT ON mysql.proc")
              + " TO "
              + account());
    }
  }

  private boolean mayReadProc() {
    return lines().stream()
        .anyMatch(line -> line.matches("GRANT .*\\bSELECT\\b.* ON `mysql`\\.`proc` TO .*"));
  }

  private String account() {
    String[] parts = server.text("SELECT CURRENT_USER()").split("@(?=[^@]*$)", 2);
    return Sql.identifier(parts[0]) + "@" + Sql.identifier(parts.length > 1 ? parts[1] : "%");
  }

  private Set<String> global() {
    return held("");
  }

  /**
   * The privileges on everything and on a database. Of several patterns that mean a database the
   * servers take one, the most specific: see "Access Control, Stage 2" in the MySQL 9 manual.
   */
  private Set<String> held(String database) {
    var held = new HashSet<String>();
    var onDatabase = new TreeMap<Integer, Set<String>>();
    for (String line : lines()) {
      Matcher grant = GRANT.matcher(line);
      if (grant.matches()) {
        Set<String> privileges = privileges(grant.group(1));
        if (grant.group(2).equals("*")) {
          held.addAll(privileges);
        } else {
          DatabasePattern pattern = pattern(grant.group(2));
          if (pattern.means(database)) {
            onDatabase
                .computeIfAbsent(pattern.specificity(), n -> new HashSet<>())
                .addAll(privileges);
          }
        }
      }
    }
    held.removeAll(revoked(database));
    if (!onDatabase.isEmpty()) {
      held.addAll(onDatabase.lastEntry().getValue());
    }
    return held;
  }

  private Set<String> revoked(String database) {
    var revoked = new HashSet<String>();
    for (String line : lines()) {
      Matcher revoke = REVOKE.matcher(line);
      if (revoke.matches() && unquoted(revoke.group(2)).equals(database)) {
        revoked.addAll(privileges(revoke.group(1)));
      }
    }
    return revoked;
  }

  private static Set<String> privileges(String list) {
    var privileges = new HashSet<String>();
    for (String privilege : list.split(",", -1)) {
      privileges.add(privilege.strip().toUpperCase(Locale.ROOT));
    }
    return privileges;
  }

  private static String unquoted(String name) {
    return name.substring(1, name.length() - 1).replace("``", "`");
  }

  private DatabasePattern pattern(String quoted) {
    return new DatabasePattern(unquoted(quoted), !literal());
  }

  /** Where privileges can be taken back in part, names in grants are no patterns. */
  private boolean literal() {
    return version.flavour() == Flavour.MYSQL
        && server.text("SELECT @@partial_revokes").equals("1");
  }

  private List<String> lines() {
    List<String> own = server.texts("SHOW GRANTS FOR CURRENT_USER()");
    if (version.flavour() == Flavour.MARIADB) {
      String role = server.text("SELECT COALESCE(CURRENT_ROLE(), '')");
      if (!role.isEmpty()) {
        own.addAll(server.texts("SHOW GRANTS FOR " + Sql.identifier(role)));
      }
      return own;
    }
    String active = server.text("SELECT CURRENT_ROLE()");
    return active.equals("NONE")
        ? own
        : server.texts("SHOW GRANTS FOR CURRENT_USER() USING " + active);
  }
}
