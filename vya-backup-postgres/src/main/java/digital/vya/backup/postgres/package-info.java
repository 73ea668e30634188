/** PostgreSQL: dumps by {@code pg_dump}, restores by {@code psql}, questions by JDBC. */
@NullMarked
package digital.vya.backup.postgres;

import org.jspecify.annotations.NullMarked;
