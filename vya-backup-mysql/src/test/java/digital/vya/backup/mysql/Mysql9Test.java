package digital.vya.backup.mysql;

final class Mysql9Test extends MysqlContract {

  Mysql9Test() {
    super("MYSQL_9");
  }
}
