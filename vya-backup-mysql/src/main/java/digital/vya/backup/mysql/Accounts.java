package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a server tells about its accounts. */
final class Accounts {

  /** Access to mysql.* is denied, in all its forms. */
  private static final Set<Integer> FORBIDDEN = Set.of(1044, 1142, 1143, 1227);

  /** There is no such account, or none that the server takes into account. */
  private static final Set<Integer> UNKNOWN = Set.of(1133, 1141, 1396);

  private final Server server;
  private final Version version;

  Accounts(Server server, Version version) {
    this.server = server;
    this.version = version;
  }

  boolean isMysql() {
    return version.flavour() == Flavour.MYSQL;
  }

  private boolean isMysqlFrom(int patch) {
    return isMysql() && version.number() >= new Version(Flavour.MYSQL, 8, 0, patch).number();
  }

  /** The mode in which statements are written and read. */
  String mode() {
    // Without this MariaDB makes an account, without a password, for a grant to nobody.
    return isMysql() ? "" : "NO_AUTO_CREATE_USER";
  }

  /** Makes the server write statements that everybody reads alike. */
  void prepare() {
    server.execute("SET SESSION sql_mode = '" + mode() + "'");
    if (isMysqlFrom(17)) {
      server.execute("SET SESSION print_identified_with_as_hex = ON");
    }
  }

  /** Every account and role but those of the server itself, in order. */
  List<Account> all() {
    String role = isMysql() ? "'N'" : "is_role";
    return rows("SELECT User, Host, " + role + " FROM mysql.user ORDER BY User, Host").stream()
        .map(Accounts::account)
        .filter(account -> !account.isOwn() && !account.isPublic())
        .toList();
  }

  private static Account account(List<String> row) {
    return row.get(2).equals("Y") ? Account.role(row.get(0)) : new Account(row.get(0), row.get(1));
  }

  boolean exists(Account account) {
    String host = account.host() == null ? "" : account.host();
    return !rows(
            "SELECT 1 FROM mysql.user WHERE User = ? AND LOWER(Host) = ?", account.user(), host)
        .isEmpty();
  }

  /** Empty if the server does not know the account. */
  List<String> creations(Account account) {
    return account.isRole()
        ? List.of("CREATE ROLE " + account.sql())
        : shown("SHOW CREATE USER " + account.sql());
  }

  /** Without those of roles that the account has, which are shown as well. */
  List<String> grants(Account account) {
    var grants = new ArrayList<String>();
    for (String shown : shown("SHOW GRANTS FOR " + account.sql())) {
      // MariaDB does not escape the names of proxies.
      boolean ours = !shown.startsWith("GRANT PROXY ") && !shown.startsWith("SET DEFAULT ROLE ");
      String grant = ours ? AccountStatement.grant(shown) : "";
      if (ours && AccountStatement.parse(grant).about().equals(account)) {
        grants.add(grant);
      }
    }
    grants.addAll(proxies(account));
    return grants;
  }

  /** What everybody has on MariaDB, but for the databases that everybody has from the beginning. */
  List<String> grantsOfPublic() {
    if (isMysql() || !exists(Account.role("PUBLIC"))) {
      return List.of();
    }
    return grants(Account.role("PUBLIC")).stream()
        .filter(grant -> !grant.contains(" ON `test`.* ") && !grant.contains(" ON `test\\_%`.* "))
        .toList();
  }

  private List<String> proxies(Account account) {
    String query =
        "SELECT Proxied_user, Proxied_host, With_grant FROM mysql.proxies_priv"
            + " WHERE User = ? AND LOWER(Host) = ? ORDER BY 1, 2";
    String host = account.host() == null ? "" : account.host();
    return rows(query, account.user(), host).stream()
        .map(
            row -> {
              boolean any = !isMysql() && row.get(1).isEmpty();
              return "GRANT PROXY ON "
                  + new Account(row.get(0), any ? "%" : row.get(1)).sql()
                  + " TO "
                  + account.sql()
                  + (row.get(2).equals("0") ? "" : " WITH GRANT OPTION");
            })
        .toList();
  }

  /** Who has which default role: rows of user, host, and the role as statements name it. */
  List<List<String>> defaultRoles() {
    if (!isMysql()) {
      return named(
          rows(
              "SELECT User, Host, default_role, NULL FROM mysql.user"
                  + " WHERE is_role = 'N' AND default_role <> '' ORDER BY 1, 2"));
    }
    return isMysqlFrom(0)
        ? named(
            rows(
                "SELECT USER, HOST, DEFAULT_ROLE_USER, DEFAULT_ROLE_HOST FROM mysql.default_roles"
                    + " ORDER BY 1, 2, 3, 4"))
        : List.of();
  }

  private List<List<String>> named(List<List<String>> rows) {
    return rows.stream()
        .map(
            row -> {
              var role = new Account(row.get(2), isMysql() ? row.get(3) : null);
              return List.of(row.get(0), row.get(1), role.sql());
            })
        .toList();
  }

  /** Those with a second password, which no statement shows: rows of user and host. */
  List<List<String>> withSecondPasswords() {
    return isMysqlFrom(14)
        ? rows(
            "SELECT User, Host FROM mysql.user"
                + " WHERE JSON_CONTAINS_PATH(User_attributes, 'one', '$.additional_password')")
        : List.of();
  }

  /** Texts that some servers write into statements without escaping: rows of user, host, text. */
  List<List<String>> texts() {
    var columns = new ArrayList<>(List.of("ssl_cipher", "x509_issuer", "x509_subject"));
    if (!isMysql()) {
      columns.add("authentication_string");
    }
    List<String> selects =
        columns.stream()
            .map(column -> "SELECT User, Host, CONVERT(" + column + " USING utf8mb4) AS t")
            .map(select -> select + " FROM mysql.user")
            .toList();
    return rows(
        "SELECT User, Host, t FROM ("
            + String.join(" UNION ALL ", selects)
            + ") AS texts WHERE LOCATE(CHAR(39), t) OR LOCATE(CHAR(92), t)");
  }

  /** Whether a privilege on everything can be without one database. */
  boolean hasPartialRevokes() {
    return isMysqlFrom(16) && server.text("SELECT @@GLOBAL.partial_revokes").equals("1");
  }

  private List<String> shown(String statement) {
    return rows(statement).stream().map(row -> row.get(0)).toList();
  }

  private List<List<String>> rows(String query, String... parameters) {
    return server.with(
        c -> {
          try {
            return parameters.length == 0 ? asked(c, query) : asked(c, query, parameters);
          } catch (SQLException e) {
            if (UNKNOWN.contains(e.getErrorCode())) {
              return List.<List<String>>of();
            }
            if (FORBIDDEN.contains(e.getErrorCode())) {
              throw unreadable();
            }
            throw e;
          }
        });
  }

  /** A name in a query may hold what a prepared statement would take for a parameter. */
  private static List<List<String>> asked(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      return read(statement.executeQuery(query));
    }
  }

  private static List<List<String>> asked(Connection connection, String query, String... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int n = 0; n < values.length; n++) {
        statement.setString(n + 1, values[n]);
      }
      return read(statement.executeQuery());
    }
  }

  private static List<List<String>> read(ResultSet rows) throws SQLException {
    var read = new ArrayList<List<String>>();
    int columns = rows.getMetaData().getColumnCount();
    while (rows.next()) {
      var row = new ArrayList<String>();
      for (int n = 1; n <= columns; n++) {
        String text = rows.getString(n);
        row.add(text == null ? "" : text);
      }
      read.add(row);
    }
    return read;
  }

  /** The one who may not, and the statement that lets them. */
  BackupException unreadable() {
    String user = server.text("SELECT CURRENT_USER()");
    int host = user.lastIndexOf('@');
    var account = new Account(user.substring(0, host), user.substring(host + 1));
    return BackupException.configuration(
        "user "
            + account
            + " may not read the accounts; as a superuser run GRANT SELECT ON mysql.* TO "
            + account);
  }
}
