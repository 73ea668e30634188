package digital.vya.backup.mysql;

final class AccountsMariadb118Test extends AccountsContract {

  AccountsMariadb118Test() {
    super("MARIADB_11_8");
  }
}
