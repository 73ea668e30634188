/** MySQL and MariaDB: dumps and restores by their own clients, questions by JDBC. */
@NullMarked
package digital.vya.backup.mysql;

import org.jspecify.annotations.NullMarked;
