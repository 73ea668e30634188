package digital.vya.backup.mysql;

final class AccountsMysql9Test extends AccountsContract {

  AccountsMysql9Test() {
    super("MYSQL_9");
  }
}
