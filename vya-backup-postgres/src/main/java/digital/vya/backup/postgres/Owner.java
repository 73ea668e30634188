package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The role that is to own everything that is restored. */
final class Owner {

  private static final Pattern TAKES_OWNER =
      Pattern.compile(
          "(ALTER .* OWNER TO )(?:\"(?:[^\"]|\"\"){1,130}\"|[A-Za-z_\\x80-\\xFF][\\w$\\x80-\\xFF]*);",
          Pattern.DOTALL);

  /** These only belong to superusers. */
  private static final Pattern ABOVE =
      Pattern.compile(
          "ALTER (?:EVENT TRIGGER|FOREIGN DATA WRAPPER|SUBSCRIPTION) .*", Pattern.DOTALL);

  private final String role;

  /** Checked before anything is touched. */
  Owner(Server server, String role) {
    this.role = role;
    if (!server.hasRole(role)) {
      throw BackupException.configuration(
          "the role "
              + role
              + ", which is to own what is restored, does not exist; create it first");
    }
    if (!server.text("SELECT pg_has_role(?, 'MEMBER')", role).equals("t")) {
      String user = server.text("SELECT current_user");
      throw BackupException.configuration(
          "user "
              + user
              + " may not give away what is restored to "
              + role
              + "; as a superuser run GRANT "
              + Sql.identifier(role)
              + " TO "
              + Sql.identifier(user));
    }
  }

  InputStream of(InputStream dump) {
    return new Rewritten(dump, this::owned);
  }

  private String owned(String statement) {
    Matcher takes = TAKES_OWNER.matcher(statement);
    if (!takes.matches()) {
      return statement;
    }
    String to = ABOVE.matcher(statement).matches() ? "CURRENT_USER" : Sql.identifier(role);
    return takes.group(1)
        + new String(to.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
        + ';';
  }

  /** The attributes of a database that belongs to this role. */
  Map<String, String> of(Map<String, String> attributes) {
    var owned = new TreeMap<>(attributes);
    owned.put("owner", role);
    return owned;
  }
}
