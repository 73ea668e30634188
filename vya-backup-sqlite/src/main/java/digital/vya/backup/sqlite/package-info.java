/** The engine {@code sqlite}: consistent online copies of SQLite databases, without any tool. */
@NullMarked
package digital.vya.backup.sqlite;

import org.jspecify.annotations.NullMarked;
