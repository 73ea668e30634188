package digital.vya.backup.mysql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Accounts with whatever the servers can give them, and a look at what became of them. */
final class AccountSamples {

  static final String PASSWORD = "it's `a` \"pass\"\\word ü;";
  static final String ODD = "a'b\"c`d\\e ü;";

  private AccountSamples() {}

  static void fillDatabase(MysqlServer server) throws SQLException {
    server.sql(
        "",
        "CREATE DATABASE d1",
        "CREATE TABLE d1.t (a int, b int)",
        "CREATE PROCEDURE d1.p() SELECT 1");
  }

  static void fill(MysqlServer server) throws SQLException {
    String odd = Sql.identifier(ODD);
    String password = " IDENTIFIED BY " + Sql.literal(PASSWORD);
    server.sql(
        "",
        "CREATE USER ed@'%'" + password,
        "CREATE USER " + odd + "@'%'" + password,
        "CREATE USER " + odd + "@'192.168.%'" + password + " ACCOUNT LOCK",
        "CREATE USER ''@'10.1.2.3'",
        "CREATE USER `ends\\`@localhost",
        "CREATE USER `what? {d '1'}`@localhost",
        "CREATE USER limits@localhost" + password + " REQUIRE SSL WITH MAX_QUERIES_PER_HOUR 5",
        "CREATE USER cert@localhost REQUIRE ISSUER '/CN=ca' AND SUBJECT '/CN=x'",
        "CREATE USER expires@localhost PASSWORD EXPIRE INTERVAL 120 DAY",
        "ALTER USER expires@localhost PASSWORD EXPIRE",
        "CREATE ROLE reader, `r'o\"l``e\\ ü;`",
        "GRANT SELECT ON d1.* TO reader",
        "GRANT `r'o\"l``e\\ ü;` TO reader WITH ADMIN OPTION",
        "GRANT reader TO ed WITH ADMIN OPTION",
        "GRANT `r'o\"l``e\\ ü;` TO " + odd + "@'%'",
        "GRANT SELECT, RELOAD ON *.* TO ed WITH GRANT OPTION",
        "GRANT SELECT ON `d1\\_%`.* TO ed",
        "GRANT SELECT (a), INSERT (b, a) ON d1.t TO " + odd + "@'%'",
        "GRANT EXECUTE ON PROCEDURE d1.p TO ed WITH GRANT OPTION",
        "GRANT PROXY ON ed TO " + odd + "@'%' WITH GRANT OPTION");
    if (server.isMysql()) {
      server.sql(
          "",
          "CREATE ROLE second",
          "GRANT second TO ed",
          "SET DEFAULT ROLE reader, second TO ed",
          "SET DEFAULT ROLE ALL TO " + odd + "@'%'",
          "GRANT BACKUP_ADMIN ON *.* TO ed",
          "CREATE USER told@localhost ATTRIBUTE '{\"a\": \"b''c\\\\\\\\d\\\\\"e DEFAULT ROLE\"}'",
          "CREATE USER slow@localhost FAILED_LOGIN_ATTEMPTS 3 PASSWORD_LOCK_TIME 2");
    } else {
      server.sql(
          "",
          "SET DEFAULT ROLE reader FOR ed",
          "SET DEFAULT ROLE `r'o\"l``e\\ ü;` FOR " + odd + "@'%'",
          "CREATE USER either@localhost IDENTIFIED VIA unix_socket OR mysql_native_password USING"
              + " PASSWORD('x')",
          "GRANT SELECT ON d1.* TO PUBLIC");
    }
  }

  /** Everything that the server says of every account that a test could have made. */
  static List<String> look(MysqlServer server) throws SQLException {
    try (Server asked = Server.connect(server.config())) {
      var accounts = new Accounts(asked, asked.version());
      accounts.prepare();
      var all = new ArrayList<String>();
      for (Account account : accounts.all()) {
        if (!account.user().equals("root")) {
          all.addAll(
              account.isRole()
                  ? List.of(account.sql())
                  : asked.texts("SHOW CREATE USER " + account.sql()));
          all.addAll(asked.texts("SHOW GRANTS FOR " + account.sql()));
        }
      }
      all.addAll(accounts.grantsOfPublic());
      return all;
    }
  }

  /** A new MariaDB has accounts that are taken before those that a test means. */
  static void dropAllButRoot(MysqlServer server) throws SQLException {
    try (Server asked = Server.connect(server.config())) {
      for (Account account : new Accounts(asked, asked.version()).all()) {
        if (!account.equals(new Account("root", "localhost"))) {
          server.sql("", (account.isRole() ? "DROP ROLE " : "DROP USER ") + account.sql());
        }
      }
    }
  }

  /** Leaves what a new server has. */
  static void clean(MysqlServer server) throws SQLException {
    server.sql("", "DROP DATABASE IF EXISTS d1");
    dropAllButRoot(server);
    try (Server asked = Server.connect(server.config())) {
      if (!new Accounts(asked, asked.version()).grantsOfPublic().isEmpty()) {
        server.sql("", "REVOKE SELECT ON d1.* FROM PUBLIC");
      }
    }
  }
}
