package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A dump on its way into a client. Its end is only let through if it is that of a complete dump:
 * one that is cut off looks like one that cannot be read.
 */
final class CompleteInput extends FilterInputStream {

  private static final int KEPT = 256;

  private byte[] tail = new byte[0];

  CompleteInput(InputStream dump) {
    super(dump);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = in.read(buffer, offset, length);
    if (n < 0) {
      if (!EndMark.ends(tail)) {
        throw BackupException.data(
            "the dump does not end as a complete one does: it is cut off, or not output of"
                + " mysqldump or mariadb-dump; restore another backup");
      }
      return n;
    }
    int more = Math.min(n, KEPT);
    int kept = Math.min(tail.length, KEPT - more);
    byte[] newTail = new byte[kept + more];
    System.arraycopy(tail, tail.length - kept, newTail, 0, kept);
    System.arraycopy(buffer, offset + n - more, newTail, kept, more);
    tail = newTail;
    return n;
  }

  @Override
  public void close() {
    // The dump belongs to the caller.
  }
}
