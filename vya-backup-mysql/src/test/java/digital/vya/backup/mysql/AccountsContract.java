package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import digital.vya.backup.api.Host;
import digital.vya.backup.api.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of accounts and grants on a real server of one version. */
abstract class AccountsContract extends AccountsServers {

  AccountsContract(String name) {
    super(name);
  }

  @Test
  void everyAccountComesBackOnAnEmptyServer() throws Exception {
    restore(dump(source));
    assertThat(AccountSamples.look(target))
        .hasSizeGreaterThan(20)
        .isEqualTo(AccountSamples.look(source));
    assertThat(host.warnings())
        .isNotEmpty()
        .allMatch(told -> told.startsWith("the account `root`@"));
    assertThat(host.omissions().count()).isZero();
    for (String user : List.of("ed", AccountSamples.ODD)) {
      client(target.config(user, AccountSamples.PASSWORD), "SELECT 1;");
    }
  }

  @Test
  void whatWasRestoredIsDumpedAgainToTheByte() throws Exception {
    String dump = dump(source);
    restore(dump);
    assertThat(withoutRoot(dump(target))).hasSizeGreaterThan(30).isEqualTo(withoutRoot(dump));
  }

  /** Whose password every server salts anew. */
  private static List<String> withoutRoot(String dump) {
    return dump.lines().filter(line -> !line.contains("`root`@")).toList();
  }

  @Test
  void anExistingAccountKeepsItsPasswordAndItsGrants() throws Exception {
    target.sql("", "CREATE USER ed@'%' IDENTIFIED BY 'my own'", "GRANT DELETE ON d1.* TO ed");
    var before = target.rows("SHOW GRANTS FOR ed");
    restore(dump(source));
    assertThat(target.rows("SHOW GRANTS FOR ed")).isEqualTo(before);
    Server.connect(target.config("ed", "my own")).close();
    assertThat(host.warnings()).anyMatch(told -> told.contains("account `ed`@`%` exists"));
  }

  @Test
  void restoringTwiceChangesNothing() throws Exception {
    restore(dump(source));
    var before = AccountSamples.look(target);
    restore(dump(source));
    assertThat(AccountSamples.look(target)).isEqualTo(before);
  }

  @Test
  void theServersOwnClientRestoresIt() throws Exception {
    client(target.config(), dump(source));
    assertThat(AccountSamples.look(target)).isEqualTo(AccountSamples.look(source));
  }

  @Test
  void aDumpThatIsCutOffIsRefusedBeforeItsFirstStatement() throws Exception {
    String dump = dump(source);
    var before = AccountSamples.look(target);
    for (int length : List.of(0, 1, dump.length() / 2, dump.lastIndexOf("--"), dump.length() - 2)) {
      assertRefused(dump.substring(0, length));
    }
    assertRefused(dump + dump.substring(0, 100));
    assertThat(AccountSamples.look(target)).isEqualTo(before);
  }

  @Test
  void anythingButAccountsAndGrantsIsRefused() throws Exception {
    target.sql("", "CREATE USER victim@localhost");
    String dump = dump(source);
    int end = dump.lastIndexOf("--");
    var before = AccountSamples.look(target);
    for (String hostile : HostileAccounts.LINES) {
      assertRefused(dump.substring(0, end) + hostile + "\n" + dump.substring(end));
    }
    assertThat(AccountSamples.look(target)).isEqualTo(before);
  }

  @Test
  void anotherSpellingOfAnExistingAccountLeavesIt() throws Exception {
    target.sql("", "CREATE USER victim@'%'", "CREATE USER Victim@'LocalHost'");
    var before = target.rows("SHOW GRANTS FOR victim");
    var other = target.rows("SHOW GRANTS FOR Victim@localhost");
    for (String spelling : List.of("`victim`@``", "`Victim`@`LOCALHOST`", "`victim `@`%`")) {
      restore(
          file(
              "CREATE USER IF NOT EXISTS " + spelling + ";",
              "GRANT ALL PRIVILEGES ON *.* TO " + spelling + ";"));
    }
    assertThat(target.rows("SHOW GRANTS FOR victim")).isEqualTo(before);
    assertThat(target.rows("SHOW GRANTS FOR Victim@localhost")).isEqualTo(other);
  }

  @Test
  void aGrantOnWhatIsNotThereIsToldAndTheOthersAreGiven() throws Exception {
    target.sql("", "DROP DATABASE d1");
    restore(dump(source));
    assertThat(host.warnings())
        .anyMatch(told -> told.endsWith(" ON PROCEDURE `d1`.`p` TO `ed`@`%` WITH GRANT OPTION"))
        .anyMatch(told -> told.contains("restore the databases, then run it: GRANT SELECT (`a`)"));
    String grants = String.join("\n", target.rows("SHOW GRANTS FOR ed"));
    assertThat(grants).contains("RELOAD").contains("d1\\_%").contains("reader");
    AccountSamples.fillDatabase(target);
    for (String told : host.warnings()) {
      if (told.contains("run it: ")) {
        target.sql("", told.substring(told.indexOf("GRANT ")));
      }
    }
    assertThat(AccountSamples.look(target)).isEqualTo(AccountSamples.look(source));
  }

  @Test
  void whoMayNotReadAccountsIsToldWhatToRun() throws Exception {
    target.sql("", "CREATE USER backup@'%' IDENTIFIED BY 'b'");
    var failure = failure(() -> dumpAs("backup"));
    assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
    assertThat(failure).hasMessageEndingWith("run GRANT SELECT ON mysql.* TO `backup`@`%`");
    target.sql("", String.valueOf(failure.getMessage()).replaceFirst(".* run ", ""));
    target.sql("", "CREATE USER hashed@localhost IDENTIFIED BY 'h'");
    assertThat(dumpAs("backup")).isEqualTo(dump(target)).containsPattern("hashed.*(AS 0x|'\\*)");
  }

  @Test
  void whoMayNotMakeAccountsIsToldSo() throws Exception {
    target.sql("", "CREATE USER backup@'%' IDENTIFIED BY 'b'", "GRANT SELECT ON mysql.* TO backup");
    var before = AccountSamples.look(target);
    String dump = dump(source);
    var failure = failure(() -> restoreAs(target.config("backup", "b"), dump, host));
    assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
    assertThat(failure).hasMessageContaining("CREATE USER");
    assertThat(AccountSamples.look(target)).isEqualTo(before);
  }

  @Test
  void anInterruptedRestoreTakesBackWhatItMade() throws Exception {
    var before = AccountSamples.look(target);
    String dump =
        file(
            "CREATE USER IF NOT EXISTS `first`@`%`;",
            "CREATE USER IF NOT EXISTS `second`@`%` IDENTIFIED WITH 'nobody_has_it';",
            "CREATE USER IF NOT EXISTS `third`@`%`;");
    Host interrupting = new InterruptingHost(host);
    assertThat(
            catchThrowableOfType(
                InterruptedException.class, () -> restoreAs(target.config(), dump, interrupting)))
        .isNotNull();
    assertThat(AccountSamples.look(target)).isEqualTo(before);
    assertThat(host.omissions().first()).singleElement().asString().contains("`second`@`%`");
  }

  @Test
  void accountsThatCannotBeWrittenOnOneLineAreOmittedAndTold() throws Exception {
    target.sql("", "CREATE USER 'new\nline'@localhost", "CREATE USER fine@localhost");
    assertThat(dump(target)).contains("`fine`@").doesNotContain("line`@");
    assertThat(host.omissions().first()).singleElement().asString().contains("`new?line`@");
  }

  @Test
  void aTextThatTheServerDoesNotEscapeDoesNotBecomeAnotherStatement() throws Exception {
    target.sql(
        "",
        "CREATE USER own@localhost REQUIRE SUBJECT 'x'' WITH MAX_QUERIES_PER_HOUR 7 ISSUER ''y'",
        "CREATE USER quote@localhost REQUIRE ISSUER 'O''Reilly'");
    var before = AccountSamples.look(target);
    String dump = dump(target);
    long omitted = host.omissions().count();
    target.sql("", "DROP USER own@localhost, quote@localhost");
    restore(dump);
    assertThat(AccountSamples.look(target)).hasSize(before.size() - 2 * (int) omitted);
    assertThat(before).containsAll(AccountSamples.look(target));
  }
}
