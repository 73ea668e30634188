/** The whole product, as users get it. */
@NullMarked
package digital.vya.backup.it;

import org.jspecify.annotations.NullMarked;
