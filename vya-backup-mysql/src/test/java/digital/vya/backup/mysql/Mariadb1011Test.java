package digital.vya.backup.mysql;

import org.junit.jupiter.api.Tag;

@Tag("one-jdk")
final class Mariadb1011Test extends MysqlContract {

  Mariadb1011Test() {
    super("MARIADB_10_11");
  }
}
