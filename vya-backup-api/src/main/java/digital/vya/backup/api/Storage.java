package digital.vya.backup.api;

import java.io.IOException;

/**
 * A place where artifacts live.
 *
 * <p>Promises:
 *
 * <ul>
 *   <li><b>S1</b> An object is visible whole or not at all, also after {@code kill -9} at any
 *       moment.
 *   <li><b>S2</b> {@link StorageSession#list} is sorted by key and exact: what is committed is
 *       there at once, what is not committed is not there.
 *   <li><b>S3</b> Deleting what is absent does nothing.
 *   <li><b>S4</b> Keys may hold spaces, dots, quotes, {@code %}, {@code +}, {@code #} and unicode.
 *       A key that is not one ({@link StorageSession}) is refused before anything is touched.
 *   <li><b>S5</b> What was committed survives a power cut.
 *   <li><b>S6</b> Committing under a key that exists replaces that object whole; a reader that has
 *       the old one open reads the old one or an error, never a mixture.
 * </ul>
 *
 * @param <C> the settings of one place
 */
public interface Storage<C extends Record> extends Plugin<C> {

  /**
   * Opens the place and makes sure that it can be used.
   *
   * @throws BackupException with {@link Reason#CONFIGURATION} or {@link Reason#ENVIRONMENT} if it
   *     cannot
   */
  StorageSession open(C config, Host host) throws IOException, InterruptedException;
}
