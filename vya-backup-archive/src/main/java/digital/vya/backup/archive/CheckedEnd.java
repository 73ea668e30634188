package digital.vya.backup.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Hands on what a decoder yields, and lets it end only after a last check of the archive. */
final class CheckedEnd extends FilterInputStream {

  /** Throws if the archive is not whole. */
  @FunctionalInterface
  interface Check {
    void atEnd() throws IOException;
  }

  private final Check check;
  private boolean passed;

  CheckedEnd(InputStream decoder, Check check) {
    super(decoder);
    this.check = check;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (passed) {
      return -1;
    }
    int count = in.read(bytes, offset, length);
    if (count < 0) {
      check.atEnd();
      passed = true;
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    return readNBytes((int) Math.min(count, 1 << 13)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
