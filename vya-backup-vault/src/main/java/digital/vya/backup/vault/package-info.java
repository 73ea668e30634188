/** The secret source {@code vault}. */
@NullMarked
package digital.vya.backup.vault;

import org.jspecify.annotations.NullMarked;
