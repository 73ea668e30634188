/**
 * The archivers every installation has: {@code zstd}, {@code gzip}, {@code zip} and {@code none}.
 */
@NullMarked
package digital.vya.backup.archive;

import org.jspecify.annotations.NullMarked;
