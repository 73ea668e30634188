/** The secret source {@code aws-secrets}. */
@NullMarked
package digital.vya.backup.awssecrets;

import org.jspecify.annotations.NullMarked;
