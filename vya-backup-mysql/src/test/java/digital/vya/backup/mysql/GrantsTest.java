package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Reason;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is lost without a word to an account that may not see everything. */
final class GrantsTest {

  private static final String USER = "bkp user";
  private static final String PASSWORD = "o'n\"e";
  private static final String DATABASE = "gra_nts";
  private static final Pattern STATEMENT = Pattern.compile("; run (GRANT .* TO .*)");

  @TempDir Path folder;

  private MysqlServer server = MysqlServer.shared("MARIADB_10_11");

  @AfterEach
  void dropAll() throws SQLException {
    server.sql(
        "",
        "DROP DATABASE IF EXISTS " + DATABASE,
        "DROP USER IF EXISTS `" + USER + "`@`localhost`",
        "DROP ROLE IF EXISTS `dumpers`");
  }

  @ParameterizedTest
  @CsvSource({
    "MARIADB_10_11, SELECT",
    "MARIADB_10_11, SHOW VIEW",
    "MARIADB_10_11, TRIGGER",
    "MARIADB_10_11, EVENT",
    "MARIADB_11_8, SELECT",
    "MARIADB_11_8, TRIGGER",
    "MYSQL_9, SELECT",
    "MYSQL_9, SHOW VIEW",
    "MYSQL_9, TRIGGER",
    "MYSQL_9, EVENT"
  })
  void aMissingPrivilegeIsNamedWithTheStatementThatGivesIt(String name, String privilege)
      throws Exception {
    make(name);
    server.sql("", "GRANT ALL ON `gra\\_nts`.* TO `bkp user`@`localhost`", seeRoutines());
    server.sql("", "REVOKE " + privilege + " ON `gra\\_nts`.* FROM `bkp user`@`localhost`");

    BackupException failure = failure();
    assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
    assertThat(failure).hasMessageContaining("GRANT " + privilege + " ON");

    Matcher statement = STATEMENT.matcher(String.valueOf(failure.getMessage()));
    assertThat(statement.find()).isTrue();
    server.sql("", statement.group(1));
    assertWhole(dump());
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void routinesThatMayNotBeSeenAreMissedInNoDump(String name) throws Exception {
    make(name);
    server.sql(
        "", "GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON `gra\\_nts`.* TO `bkp user`@`localhost`");

    BackupException failure = failure();
    assertThat(failure).hasMessageContaining("routines of " + DATABASE);
    Matcher statement = STATEMENT.matcher(String.valueOf(failure.getMessage()));
    assertThat(statement.find()).isTrue();
    server.sql("", statement.group(1));
    assertWhole(dump());
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void selectOnSomeTablesIsNotEnough(String name) throws Exception {
    make(name);
    server.sql(
        "",
        "GRANT SELECT ON gra_nts.t TO `bkp user`@`localhost`",
        "GRANT SHOW VIEW, TRIGGER, EVENT ON `gra\\_nts`.* TO `bkp user`@`localhost`",
        seeRoutines());

    assertThat(failure()).hasMessageContaining("GRANT SELECT ON `gra\\_nts`.*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void whatARoleAllowsCounts(String name) throws Exception {
    make(name);
    String routines = seeRoutines().replace("`bkp user`@`localhost`", "`dumpers`");
    server.sql(
        "",
        "CREATE ROLE `dumpers`",
        "GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON `gra%`.* TO `dumpers`",
        routines,
        "GRANT `dumpers` TO `bkp user`@`localhost`",
        server.isMysql()
            ? "ALTER USER `bkp user`@`localhost` DEFAULT ROLE `dumpers`"
            : "SET DEFAULT ROLE `dumpers` FOR `bkp user`@`localhost`");

    assertWhole(dump());
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT", "SHOW VIEW", "TRIGGER", "EVENT"})
  void whatWasTakenBackForTheDatabaseIsMissing(String privilege) throws Exception {
    make("MYSQL_9");
    server.sql("", "SET GLOBAL partial_revokes = ON");
    try {
      server.sql(
          "",
          "GRANT ALL ON *.* TO `bkp user`@`localhost`",
          "REVOKE " + privilege + " ON " + DATABASE + ".* FROM `bkp user`@`localhost`");
      assertThat(failure()).hasMessageContaining("GRANT " + privilege + " ON `gra_nts`.*");
      Matcher statement = STATEMENT.matcher(String.valueOf(failure().getMessage()));
      assertThat(statement.find()).isTrue();
      server.sql("", statement.group(1));
      assertWhole(dump());
    } finally {
      server.sql("", "DROP USER `bkp user`@`localhost`", "SET GLOBAL partial_revokes = OFF");
    }
  }

  /** All of them are in one line of what the server shows. */
  @Test
  void manyRolesAreRead() throws Exception {
    make("MYSQL_9");
    String roles =
        IntStream.range(0, 500)
            .mapToObj(n -> "`one_of_many_roles_" + n + "`")
            .collect(Collectors.joining(", "));
    server.sql("", "CREATE ROLE " + roles);
    try {
      server.sql("", "GRANT ALL ON *.* TO `one_of_many_roles_7`");
      server.sql("", "GRANT " + roles + " TO `bkp user`@`localhost`");
      server.sql("", "ALTER USER `bkp user`@`localhost` DEFAULT ROLE `one_of_many_roles_7`");
      assertWhole(dump());
    } finally {
      server.sql("", "DROP ROLE " + roles);
    }
  }

  private void make(String name) throws SQLException {
    server = MysqlServer.shared(name);
    dropAll();
    server.sql(
        "",
        "CREATE DATABASE " + DATABASE,
        "CREATE USER `bkp user`@`localhost` IDENTIFIED BY " + Sql.literal(PASSWORD));
    server.sql(
        DATABASE,
        "CREATE TABLE t (id INT PRIMARY KEY)",
        "CREATE TABLE hidden_table (id INT PRIMARY KEY)",
        "CREATE VIEW v AS SELECT id FROM t",
        "CREATE TRIGGER trigger_of_t BEFORE INSERT ON t FOR EACH ROW SET NEW.id = NEW.id + 1",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DO SELECT 1",
        "CREATE PROCEDURE p() SELECT 'body of p'");
  }

  private String seeRoutines() {
    return server.isMysql()
        ? "GRANT SHOW_ROUTINE ON *.* TO `bkp user`@`localhost`"
        : "GRANT SELECT ON mysql.proc TO `bkp user`@`localhost`";
  }

  private static void assertWhole(String dump) {
    assertThat(dump)
        .contains("hidden_table", "trigger_of_t", "CREATE", "EVENT", "body of p", "VIEW");
  }

  private BackupException failure() {
    BackupException failure = catchThrowableOfType(BackupException.class, this::dump);
    assertThat(failure).as("what the dump threw").isNotNull();
    return failure;
  }

  private String dump() throws IOException, InterruptedException {
    var sink = new ByteArrayOutputStream();
    try (var host = LocalHost.open(folder.resolve("host"))) {
      new MysqlDriver().dump(server.config(USER, PASSWORD), new DumpRequest(DATABASE), sink, host);
    }
    return sink.toString(StandardCharsets.UTF_8);
  }
}
