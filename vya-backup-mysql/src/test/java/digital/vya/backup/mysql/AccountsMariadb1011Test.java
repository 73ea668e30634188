package digital.vya.backup.mysql;

final class AccountsMariadb1011Test extends AccountsContract {

  AccountsMariadb1011Test() {
    super("MARIADB_10_11");
  }
}
