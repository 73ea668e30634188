package digital.vya.backup.core;

import java.util.Optional;

/**
 * What to clean up.
 *
 * @param instance only backups of this instance; empty for all that are configured
 * @param dryRun whether only to tell what would go
 * @param force whether to delete more than the limit allows
 */
public record CleanupOrder(Optional<String> instance, boolean dryRun, boolean force) {}
