package digital.vya.backup.core;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Counts and hashes what passes. */
final class HashingOutputStream extends OutputStream {

  private final OutputStream sink;
  private final MessageDigest digest = sha256();
  private final StreamSum.Adding sum = new StreamSum.Adding();
  private volatile long bytes;

  HashingOutputStream(OutputStream sink) {
    this.sink = sink;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    digest.update(buffer, offset, length);
    sum.add(buffer, offset, length);
    sink.write(buffer, offset, length);
    advance(length);
  }

  // One thread writes; others only watch the count.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void advance(int length) {
    bytes += length;
  }

  @Override
  public void flush() throws IOException {
    sink.flush();
  }

  @Override
  public void close() throws IOException {
    sink.close();
  }

  /** How much has passed so far; may be asked by any thread. */
  long bytes() {
    return bytes;
  }

  /** The hash of all that passed, once. */
  String sha256Hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The cheap sum of all that passed. */
  StreamSum sum() {
    return sum.sum();
  }
}
