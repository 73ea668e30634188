/** Files as a source, kept as a tar archive, and a folder as a destination. */
@NullMarked
package digital.vya.backup.files;

import org.jspecify.annotations.NullMarked;
