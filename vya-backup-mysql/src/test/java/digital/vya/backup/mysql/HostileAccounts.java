package digital.vya.backup.mysql;

import java.util.List;

/** Lines that no dump of accounts holds. */
final class HostileAccounts {

  static final List<String> LINES =
      List.of(
          "DROP USER `victim`@`localhost`;",
          "ALTER USER `victim`@`localhost` IDENTIFIED BY 'known';",
          "ALTER USER `victim`@`localhost` DEFAULT ROLE `reader`@`%`;",
          "GRANT ALL PRIVILEGES ON *.* TO `victim`@`localhost`;",
          "GRANT USAGE ON *.* TO `ed`@`%` IDENTIFIED BY 'known';",
          "GRANT USAGE ON *.* TO `ed`@`%`, `victim`@`localhost`;",
          "GRANT USAGE ON *.* TO `ed`@`%` WITH GRANT OPTION MAX_QUERIES_PER_HOUR 1;",
          "CREATE USER `new`@`%`;",
          "CREATE OR REPLACE USER `victim`@`localhost`;",
          "CREATE USER IF NOT EXISTS `new`@`%`, `victim`@`localhost` IDENTIFIED BY 'known';",
          "CREATE USER IF NOT EXISTS `new`@`%` IDENTIFIED BY 'x'; DROP DATABASE d1;",
          "CREATE USER IF NOT EXISTS `new`@`%` /*! ACCOUNT LOCK */;",
          "CREATE USER IF NOT EXISTS `new`@`%` -- x;",
          "CREATE USER IF NOT EXISTS `new`@`%` # x;",
          "CREATE USER IF NOT EXISTS new;",
          "CREATE USER IF NOT EXISTS `victim`;",
          "CREATE ROLE IF NOT EXISTS `victim`@`localhost`;",
          "CREATE ROLE IF NOT EXISTS PUBLIC;",
          "CREATE USER IF NOT EXISTS `new`@`%` IDENTIFIED BY 'open;",
          "CREATE USER IF NOT EXISTS `new`@`%` DEFAULT ROLE `reader`@`%`;",
          "CREATE ROLE IF NOT EXISTS `new` WITH ADMIN `victim`@`localhost`;",
          "SET GLOBAL general_log = ON;",
          "SET SESSION sql_mode = 'ANSI_QUOTES', GLOBAL general_log = 1;",
          "SET PASSWORD FOR `ed`@`%` = 'known';",
          "SET DEFAULT ROLE `reader` FOR `victim`@`localhost`;",
          "REVOKE ALL PRIVILEGES ON *.* FROM `victim`@`localhost`;",
          "REVOKE ALL PRIVILEGES ON *.* FROM `ed`@`%`, `victim`@`localhost`;",
          "DROP DATABASE d1;",
          "INSERT INTO mysql.user SELECT * FROM mysql.user;",
          "/*! DROP DATABASE d1 */;",
          "\\! touch /tmp/hostile",
          "source /etc/passwd",
          "delimiter //",
          "--not a comment",
          ";",
          " ",
          "CREATE USER IF NOT EXISTS `new`@`%`");

  private HostileAccounts() {}
}
