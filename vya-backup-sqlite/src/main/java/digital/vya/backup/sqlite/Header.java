package digital.vya.backup.sqlite;

import static java.nio.charset.StandardCharsets.US_ASCII;

import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The beginning of a database file, which says how long the file is: SQLite's own end mark.
 *
 * @param bytes the length of a whole file
 */
record Header(long bytes) {

  private static final int LENGTH = 100;
  private static final int BUFFER = 1 << 17;
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(US_ASCII);

  /**
   * Copies a database as a stream.
   *
   * @throws BackupException if it is not one, or not exactly as long as it says
   */
  static void copyWhole(InputStream from, OutputStream to)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER];
    int length = from.readNBytes(buffer, 0, BUFFER);
    var header = Header.of(Arrays.copyOf(buffer, Math.min(length, LENGTH)));
    long copied = 0;
    while (length > 0) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      to.write(buffer, 0, length);
      copied += length;
      length = from.readNBytes(buffer, 0, BUFFER);
    }
    if (copied != header.bytes) {
      throw BackupException.data(
          "the SQLite database is incomplete or damaged: it is "
              + copied
              + " bytes long and says it is "
              + header.bytes
              + "; use another copy");
    }
  }

  private static Header of(byte[] head) {
    if (head.length < LENGTH || !Arrays.equals(MAGIC, Arrays.copyOf(head, MAGIC.length))) {
      throw BackupException.data(
          "this is not a SQLite database, or only the beginning of one; use another copy");
    }
    var fields = ByteBuffer.wrap(head);
    int size = fields.getShort(16) & 0xffff;
    long pageSize = size == 1 ? 1 << 16 : size;
    return new Header(pageSize * (fields.getInt(28) & 0xffffffffL));
  }
}
