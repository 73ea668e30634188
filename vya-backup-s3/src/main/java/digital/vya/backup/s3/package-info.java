/** Amazon S3 and compatible object stores as a destination. */
@NullMarked
package digital.vya.backup.s3;

import org.jspecify.annotations.NullMarked;
