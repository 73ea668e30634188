package digital.vya.backup.mysql;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An account, or a role; a role of MariaDB has no host.
 *
 * @param user its name, which may be empty
 * @param host from where it may connect, in lower case, as servers compare hosts so
 */
record Account(String user, @Nullable String host) {

  private static final Set<String> OWN =
      Set.of("mysql.sys", "mysql.session", "mysql.infoschema", "mariadb.sys");
  private static final Account PUBLIC = new Account("PUBLIC", null);

  Account {
    host = host == null ? null : host.toLowerCase(Locale.ROOT);
  }

  static Account role(String name) {
    return new Account(name, null);
  }

  /** Whether a server makes it for itself. */
  boolean isOwn() {
    return "localhost".equals(host) && OWN.contains(user);
  }

  /** MariaDB's role that everybody has. */
  boolean isPublic() {
    return equals(PUBLIC);
  }

  boolean isRole() {
    return host == null;
  }

  /** The one that a server may mean: trailing spaces do not count, and no host is any host. */
  Account meant() {
    if (host == null) {
      return role(user.stripTrailing());
    }
    String from = host.stripTrailing();
    return new Account(user.stripTrailing(), from.isEmpty() ? "%" : from);
  }

  /** As statements name it. */
  String sql() {
    if (isPublic()) {
      return user;
    }
    return host == null ? Sql.identifier(user) : Sql.identifier(user) + '@' + Sql.identifier(host);
  }

  /** As messages name it: on one line, whatever it holds. */
  @Override
  public String toString() {
    return sql().replaceAll("\\p{Cntrl}", "?");
  }
}
