/** The contracts of the SPI as JUnit classes: extend one, give it a plugin, and know. */
@NullMarked
package digital.vya.backup.testkit;

import org.jspecify.annotations.NullMarked;
