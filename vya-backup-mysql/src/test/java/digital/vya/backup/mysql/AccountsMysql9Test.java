package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AccountsMysql9Test extends AccountsContract {

  AccountsMysql9Test() {
    super("MYSQL_9");
  }

  @Test
  void aPartialRevokeComesBack() throws Exception {
    var grants = target.rows("SHOW GRANTS FOR " + partlyRevoked());
    String dump = dump(target);
    target.sql("", "DROP USER part@localhost");
    restore(dump);
    assertThat(target.rows("SHOW GRANTS FOR part@localhost")).hasSize(2).isEqualTo(grants);
    target.sql("", "DROP USER part@localhost", "SET GLOBAL partial_revokes = OFF");
  }

  @Test
  void anAccountIsOmittedWhereItsPartialRevokesWouldNotCount() throws Exception {
    partlyRevoked();
    String dump = dump(target);
    target.sql("", "DROP USER part@localhost", "SET GLOBAL partial_revokes = OFF");
    restore(dump);
    assertThat(AccountSamples.look(target)).noneMatch(line -> line.contains("part"));
    assertThat(host.omissions().first())
        .singleElement()
        .asString()
        .contains("`part`@`localhost`", "SET PERSIST partial_revokes = ON");
  }

  private String partlyRevoked() throws Exception {
    target.sql(
        "",
        "SET GLOBAL partial_revokes = ON",
        "CREATE USER part@localhost",
        "GRANT SELECT ON *.* TO part@localhost",
        "REVOKE SELECT ON mysql.* FROM part@localhost");
    return "part@localhost";
  }

  @Test
  void aSecondPasswordIsToldAsMissing() throws Exception {
    target.sql(
        "",
        "CREATE USER two@localhost IDENTIFIED BY 'old'",
        "ALTER USER two@localhost IDENTIFIED BY 'new' RETAIN CURRENT PASSWORD");
    assertThat(dump(target)).contains("`two`@`localhost`");
    assertThat(host.omissions().first())
        .singleElement()
        .asString()
        .contains("ALTER USER `two`@`localhost` DISCARD OLD PASSWORD");
  }
}
