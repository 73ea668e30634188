package digital.vya.backup.mysql;

final class Mariadb118Test extends MysqlContract {

  Mariadb118Test() {
    super("MARIADB_11_8");
  }
}
