/** Backups and restores as OpenTelemetry spans. */
@NullMarked
package digital.vya.backup.tracing;

import org.jspecify.annotations.NullMarked;
