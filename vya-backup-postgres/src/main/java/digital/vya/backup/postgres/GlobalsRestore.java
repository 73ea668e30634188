package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Restores roles, memberships and tablespaces. A role that exists is left as it is: neither its
 * password nor its attributes change. Everything but tablespaces happens in one transaction.
 */
final class GlobalsRestore {

  private static final String NAME = "(\"(?:[^\"]|\"\")+\"|[a-z_][a-z0-9_$]*)";
  private static final Pattern CREATE_ROLE = Pattern.compile("CREATE ROLE " + NAME);
  private static final Pattern ABOUT_ROLE =
      Pattern.compile(
          "(?:ALTER ROLE|COMMENT ON ROLE|SECURITY LABEL .*? ON ROLE) " + NAME + ".*",
          Pattern.DOTALL);
  private static final Pattern GRANT =
      Pattern.compile("GRANT " + NAME + " TO " + NAME + ".*", Pattern.DOTALL);
  private static final Pattern TABLESPACE =
      Pattern.compile("(CREATE|ALTER|COMMENT ON) TABLESPACE " + NAME + ".*", Pattern.DOTALL);
  private static final Pattern ON_TABLESPACE =
      Pattern.compile("(GRANT|REVOKE) .*? ON TABLESPACE " + NAME + ".*", Pattern.DOTALL);

  private final Server server;
  private final Host host;
  private final Set<String> existing = new HashSet<>();
  private final List<String> roles = new ArrayList<>();
  private final List<String> tablespaces = new ArrayList<>();
  private final Set<String> untouched = new HashSet<>();

  GlobalsRestore(Server server, Host host) {
    this.server = server;
    this.host = host;
  }

  void run(InputStream dump) throws IOException {
    Set<String> before = new HashSet<>(server.texts("SELECT rolname FROM pg_roles"));
    new Statements(dump, EndMark.CLUSTER).forEach(statement -> sort(statement, before));
    existing.stream()
        .sorted()
        .forEach(role -> host.warn("the role " + role + " exists and was left as it is"));
    server.inTransaction(this::createRoles);
    untouched.addAll(server.texts("SELECT spcname FROM pg_tablespace"));
    tablespaces.forEach(this::tablespace);
  }

  private void sort(String statement, Set<String> before) {
    Matcher create = CREATE_ROLE.matcher(statement);
    Matcher about = ABOUT_ROLE.matcher(statement);
    Matcher grant = GRANT.matcher(statement);
    if (create.matches()) {
      String role = unquoted(create.group(1));
      if (before.contains(role)) {
        existing.add(role);
      } else {
        roles.add(statement);
      }
    } else if (about.matches()) {
      if (!before.contains(unquoted(about.group(1)))) {
        roles.add(statement);
      }
    } else if (grant.matches()) {
      if (!before.contains(unquoted(grant.group(1)))
          || !before.contains(unquoted(grant.group(2)))) {
        roles.add(statement);
      }
    } else if (TABLESPACE.matcher(statement).matches()
        || ON_TABLESPACE.matcher(statement).matches()) {
      tablespaces.add(statement);
    } else if (statement.startsWith("GRANT ") && statement.contains(" ON PARAMETER ")) {
      roles.add(statement);
    } else if (!statement.startsWith("SET ")) {
      throw BackupException.data(
          "the globals hold a statement that pg_dumpall does not write; nothing was restored");
    }
  }

  private boolean createRoles() {
    roles.forEach(server::execute);
    return true;
  }

  /** A tablespace needs its folder, which another machine may not have. */
  private void tablespace(String statement) {
    Matcher matcher = TABLESPACE.matcher(statement);
    Matcher grant = ON_TABLESPACE.matcher(statement);
    String name =
        unquoted(matcher.matches() || !grant.matches() ? matcher.group(2) : grant.group(2));
    if (untouched.contains(name)) {
      if (statement.startsWith("CREATE ")) {
        host.warn("the tablespace " + name + " exists and was left as it is");
      }
    } else {
      try {
        server.execute(statement);
      } catch (BackupException e) {
        untouched.add(name);
        host.omit("tablespace " + name, String.valueOf(e.getMessage()));
      }
    }
  }

  private static String unquoted(String name) {
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name;
  }
}
