package digital.vya.backup.api;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * An object in the making. {@link #commit()} makes it visible; {@link #close()} without a commit
 * leaves no trace of it.
 *
 * <pre>{@code
 * try (PendingObject object = session.create(key)) {
 *   write(object.stream());
 *   object.commit();
 * }
 * }</pre>
 */
public interface PendingObject extends Closeable {

  /**
   * Takes the content; always the same stream. Closing it neither commits nor discards.
   *
   * <p>A write throws {@link BackupException} with {@link Reason#ENVIRONMENT} if the storage is
   * full.
   */
  OutputStream stream();

  /**
   * Makes the object visible, whole and durable. Nothing may be written afterwards.
   *
   * @throws IOException if it is not visible, or not known to be durable
   */
  void commit() throws IOException, InterruptedException;

  /** Discards the object if it was not committed. Does nothing the second time. */
  @Override
  void close() throws IOException;
}
