package digital.vya.backup.api;

import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Counts rows and hashes them so that their order does not matter. Two tables with the same rows
 * give the same result; two with different rows give another one unless somebody set out to deceive
 * (the hash is fast, not cryptographic: 64 bits per row, summed up in two ways).
 *
 * <p>A row may come in pieces. Not safe for several threads.
 */
public final class RowHash {

  private final CRC32 crc32 = new CRC32();
  private final CRC32C crc32c = new CRC32C();
  private long length;
  private long rows;
  private long sum;
  private long otherSum;

  /** Begins with no rows. */
  public RowHash() {}

  /** Adds bytes to the row that is not ended yet. */
  public void add(byte[] bytes, int offset, int count) {
    crc32.update(bytes, offset, count);
    crc32c.update(bytes, offset, count);
    length += count;
  }

  /** Ends a row; what is added next belongs to the following one. */
  public void endRow() {
    long row = mixed((crc32.getValue() << 32 | crc32c.getValue()) + length * 0x9E3779B97F4A7C15L);
    sum += row;
    otherSum += mixed(row ^ 0x5851F42D4C957F2DL);
    rows++;
    length = 0;
    crc32.reset();
    crc32c.reset();
  }

  /** Adds one whole row. */
  public void row(byte[] bytes, int offset, int count) {
    add(bytes, offset, count);
    endRow();
  }

  /** The rows that were ended so far, as the fingerprint of a table. */
  public TableFingerprint fingerprint(String table) {
    HexFormat hex = HexFormat.of();
    return new TableFingerprint(table, rows, hex.toHexDigits(sum) + hex.toHexDigits(otherSum));
  }

  /** Every bit of the result depends on every bit of the value (the finalizer of MurmurHash3). */
  private static long mixed(long value) {
    long v = value;
    v = (v ^ v >>> 33) * 0xFF51AFD7ED558CCDL;
    v = (v ^ v >>> 33) * 0xC4CEB9FE1A85EC53L;
    return v ^ v >>> 33;
  }
}
