package digital.vya.backup.testkit;

import digital.vya.backup.api.StorageSession;
import java.io.IOException;

/**
 * Opens a storage in another JVM, which {@link StorageContract} kills. Has a public constructor
 * without parameters.
 */
public interface SessionOpener {

  /**
   * Opens the place.
   *
   * @param place what {@link StorageContract#place} returned for it
   */
  StorageSession open(String place) throws IOException, InterruptedException;
}
