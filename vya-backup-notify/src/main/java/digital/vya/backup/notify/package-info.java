/** The notifiers {@code email}, {@code slack} and {@code webhook}. */
@NullMarked
package digital.vya.backup.notify;

import org.jspecify.annotations.NullMarked;
