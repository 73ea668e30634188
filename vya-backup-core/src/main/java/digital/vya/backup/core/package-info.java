/** Plans and runs backups, keeps the catalog, verifies and restores; begin at {@link VyaBackup}. */
@NullMarked
package digital.vya.backup.core;

import org.jspecify.annotations.NullMarked;
