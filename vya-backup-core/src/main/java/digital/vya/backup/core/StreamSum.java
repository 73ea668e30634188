package digital.vya.backup.core;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Length and two independent checksums of a stream: enough to see that two streams of the same
 * process are equal unless somebody wants to deceive, at a tenth of the price of a SHA-256.
 */
record StreamSum(long bytes, long crc32, long crc32c) {

  /** A sum in the making. */
  static final class Adding {
    private final CRC32 crc32 = new CRC32();
    private final CRC32C crc32c = new CRC32C();
    private long bytes;

    void add(byte[] buffer, int offset, int length) {
      crc32.update(buffer, offset, length);
      crc32c.update(buffer, offset, length);
      bytes += length;
    }

    StreamSum sum() {
      return new StreamSum(bytes, crc32.getValue(), crc32c.getValue());
    }
  }
}
