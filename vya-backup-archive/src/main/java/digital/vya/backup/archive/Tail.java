package digital.vya.backup.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Passes bytes on, keeps the last of them, and knows the CRC-32 of all before. */
final class Tail extends FilterInputStream {

  private final byte[] kept;
  private final CRC32 before = new CRC32();
  private int length;

  Tail(InputStream in, int size) {
    super(in);
    this.kept = new byte[size];
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = in.read(bytes, offset, length);
    if (count > 0) {
      keep(bytes, offset, count);
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    return readNBytes((int) Math.min(count, kept.length)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** Reads the rest of the input and returns the last bytes of it. */
  byte[] atEnd() throws IOException {
    transferTo(OutputStream.nullOutputStream());
    return Arrays.copyOf(kept, length);
  }

  /** At the end, once: the CRC-32 of the whole input but its last bytes. */
  long crcWithoutLast(int last) {
    before.update(kept, 0, length - last);
    return before.getValue();
  }

  private void keep(byte[] bytes, int offset, int count) {
    int leaving = Math.max(0, length + count - kept.length);
    int leavingKept = Math.min(leaving, length);
    before.update(kept, 0, leavingKept);
    before.update(bytes, offset, leaving - leavingKept);
    System.arraycopy(kept, leavingKept, kept, 0, length - leavingKept);
    length -= leavingKept;
    int staying = count - (leaving - leavingKept);
    System.arraycopy(bytes, offset + count - staying, kept, length, staying);
    length += staying;
  }
}
