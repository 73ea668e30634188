package digital.vya.backup.api;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * An open {@link Storage}, safe for many threads; the promises are told there.
 *
 * <p>A key is one or more segments joined by {@code /}. A segment is neither empty nor {@code .}
 * nor {@code ..}, and holds no control character. A key is at most 1,000 bytes of UTF-8. Every
 * method throws {@link BackupException} with {@link Reason#CONFIGURATION} for a key that is not
 * one.
 */
public interface StorageSession extends Closeable {

  /**
   * Begins an object that is invisible until it is committed. Its length need not be known.
   *
   * @throws BackupException with {@link Reason#ENVIRONMENT} if there is no room for it, as far as
   *     that can be told ahead
   */
  PendingObject create(String key) throws IOException, InterruptedException;

  /**
   * Opens an object for reading from its beginning.
   *
   * @throws FileNotFoundException if there is no such object
   */
  InputStream read(String key) throws IOException, InterruptedException;

  /**
   * The objects whose key begins with the prefix, sorted by key (by UTF-16 code unit, as {@link
   * String#compareTo}). Objects that are deleted meanwhile may be missing.
   *
   * @param prefix the beginning of a key, empty for all; need not end at a {@code /}
   * @return to be closed by the caller; may throw {@link java.io.UncheckedIOException} while it is
   *     read
   */
  Stream<StoredObject> list(String prefix) throws IOException, InterruptedException;

  /** Deletes an object; does nothing if there is none (S3). */
  void delete(String key) throws IOException, InterruptedException;

  /** The bytes that still fit, where the storage can tell. */
  default OptionalLong freeBytes() throws IOException {
    return OptionalLong.empty();
  }
}
