package digital.vya.backup.mysql;

final class Mariadb1011Test extends MysqlContract {

  Mariadb1011Test() {
    super("MARIADB_10_11");
  }
}
