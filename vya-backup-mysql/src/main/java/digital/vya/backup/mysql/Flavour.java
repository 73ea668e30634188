package digital.vya.backup.mysql;

import java.util.List;

/** Which of the two servers, or the clients that came with it. */
enum Flavour {
  /** MySQL. */
  MYSQL("MySQL", "mysql-client (Debian has it since 14; before, from MySQL's own repository)"),
  /** MariaDB. */
  MARIADB("MariaDB", "mariadb-client");

  private final String product;
  private final String installable;

  Flavour(String product, String installable) {
    this.product = product;
    this.installable = installable;
  }

  static Flavour of(String version) {
    return version.contains("MariaDB") ? MARIADB : MYSQL;
  }

  String product() {
    return product;
  }

  List<String> dumps() {
    return this == MYSQL ? List.of("mysqldump") : List.of("mariadb-dump", "mysqldump");
  }

  List<String> clients() {
    return this == MYSQL ? List.of("mysql") : List.of("mariadb", "mysql");
  }

  /** The package to install, as a user of Debian or Ubuntu knows it. */
  String installable() {
    return installable;
  }
}
