package digital.vya.backup.core;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Passes bytes on and lets nobody see their end unless length and hash are as expected: a damaged
 * stream looks like one that cannot be read, never like a shorter one.
 */
final class CheckedInputStream extends FilterInputStream {

  private final MessageDigest digest = HashingOutputStream.sha256();
  private final String what;
  private final long expectedBytes;
  private final String expectedSha256;
  private long bytes;
  private boolean checked;

  CheckedInputStream(InputStream in, String what, long expectedBytes, String expectedSha256) {
    super(in);
    this.what = what;
    this.expectedBytes = expectedBytes;
    this.expectedSha256 = expectedSha256;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int n = read(one, 0, 1);
    return n < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = super.read(buffer, offset, length);
    if (n >= 0) {
      digest.update(buffer, offset, n);
      bytes += n;
      if (bytes > expectedBytes) {
        throw new DamagedException(what + " is longer than the " + expectedBytes + " bytes it had");
      }
    } else if (!checked) {
      check();
      checked = true;
    }
    return n;
  }

  private void check() throws DamagedException {
    if (bytes != expectedBytes) {
      throw new DamagedException(
          what + " ends after " + bytes + " of " + expectedBytes + " bytes: it is cut off");
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(expectedSha256)) {
      throw new DamagedException(what + " has another SHA-256 than when it was written");
    }
  }

  @Override
  public long skip(long n) throws IOException {
    return n <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(n, 8192)]));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** Reads what is left, so that the check happens. */
  void drain() throws IOException {
    byte[] buffer = new byte[1 << 16];
    int n;
    do {
      n = read(buffer, 0, buffer.length);
    } while (n >= 0);
  }

  /** The stream is not what was written. */
  static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedException(String message) {
      super(message);
    }

    DamagedException(String message, IOException cause) {
      super(message, cause);
    }
  }
}
