package digital.vya.backup.sqlite;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;

/**
 * Settings of {@code sqlite}.
 *
 * @param path a database, or a folder of databases: those directly in it that SQLite takes for
 *     databases, whatever their names, except hidden and empty files
 */
public record SqliteConfig(@NotNull Path path) {}
