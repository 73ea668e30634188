/** The command {@code vya-backupdb}: a thin shell over the core. */
@NullMarked
package digital.vya.backup.launcher;

import org.jspecify.annotations.NullMarked;
