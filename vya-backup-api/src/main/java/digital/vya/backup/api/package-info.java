/**
 * What a plugin and its host promise each other. A type is in this package only if it appears in
 * the signature of a plugin, or in what a plugin is handed; everything else lives in the core,
 * which may change without notice.
 *
 * <p>Promises are numbered (D for drivers, A for archivers, S for storages, N for notifiers, M for
 * exporters of metrics, R for retention). The contract tests of {@code vya-backup-testkit} carry
 * the numbers.
 *
 * <p>Unless said otherwise nothing here accepts or returns null, sizes are in bytes, instants are
 * UTC, and an {@link InterruptedException} means that the caller wants the work to end now.
 */
@NullMarked
package digital.vya.backup.api;

import org.jspecify.annotations.NullMarked;
