/** Turns what older programs were configured with into what this one reads. */
@NullMarked
package digital.vya.backup.legacy;

import org.jspecify.annotations.NullMarked;
