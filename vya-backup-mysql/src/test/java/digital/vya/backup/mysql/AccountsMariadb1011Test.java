package digital.vya.backup.mysql;

import org.junit.jupiter.api.Tag;

@Tag("one-jdk")
final class AccountsMariadb1011Test extends AccountsContract {

  AccountsMariadb1011Test() {
    super("MARIADB_10_11");
  }
}
