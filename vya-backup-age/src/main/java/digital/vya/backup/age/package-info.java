/** The archiver {@code age}: encryption in the age format, age-encryption.org/v1. */
@NullMarked
package digital.vya.backup.age;

import org.jspecify.annotations.NullMarked;
