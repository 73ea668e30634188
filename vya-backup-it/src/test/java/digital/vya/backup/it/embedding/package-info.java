/** The examples of docs/embedding.md, compiled and run. */
@NullMarked
package digital.vya.backup.it.embedding;

import org.jspecify.annotations.NullMarked;
