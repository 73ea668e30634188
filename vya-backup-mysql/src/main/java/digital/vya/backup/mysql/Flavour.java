package digital.vya.backup.mysql;

import java.util.List;

/** Which of the two servers, or the clients that came with it. */
enum Flavour {
  /** MySQL. */
  MYSQL("MySQL", List.of("mysqldump"), List.of("mysql"), "default-mysql-client or mysql-client"),
  /** MariaDB. */
  MARIADB(
      "MariaDB",
      List.of("mariadb-dump", "mysqldump"),
      List.of("mariadb", "mysql"),
      "mariadb-client");

  private final String product;
  private final List<String> dumps;
  private final List<String> clients;
  private final String installable;

  Flavour(String product, List<String> dumps, List<String> clients, String installable) {
    this.product = product;
    this.dumps = dumps;
    this.clients = clients;
    this.installable = installable;
  }

  static Flavour of(String version) {
    return version.contains("MariaDB") ? MARIADB : MYSQL;
  }

  String product() {
    return product;
  }

  List<String> dumps() {
    return dumps;
  }

  List<String> clients() {
    return clients;
  }

  /** The package to install, as a user of Debian or Ubuntu knows it. */
  String installable() {
    return installable;
  }
}
