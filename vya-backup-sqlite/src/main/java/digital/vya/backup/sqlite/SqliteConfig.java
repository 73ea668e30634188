package digital.vya.backup.sqlite;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;

/**
 * Settings of {@code sqlite}.
 *
 * @param path a database, or a folder of databases: those directly in it that SQLite takes for
 *     databases, whatever their names, and those whose name ends as a database's does ({@code .db},
 *     {@code .db3}, {@code .sqlite}, {@code .sqlite3}), so that one with a damaged header fails and
 *     is not passed over; except hidden and empty files
 */
public record SqliteConfig(@NotNull Path path) {}
