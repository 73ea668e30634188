package digital.vya.backup.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * The gzip members an archive of ours is made of. The first and the last carry a mark in the
 * header's extra field, which {@code gunzip} passes over: gzip itself has no end, so a file cut
 * between two members would look whole without them.
 *
 * <ul>
 *   <li>first member: subfield {@code VB} with one byte, the format version 1
 *   <li>last member: empty, subfield {@code VE} with the CRC-32 (little endian) of the whole file
 *       before this member
 * </ul>
 */
final class GzipMember {

  /** Length of the last member. */
  static final int END_LENGTH = 30;

  private static final int TRAILER_LENGTH = 8;
  private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
  private static final byte[] FIRST_HEAD = withExtra((byte) 'B', new byte[] {1});

  private GzipMember() {}

  /** Compresses one block as a member. */
  static byte[] of(byte[] block, int length, int level, boolean first) {
    byte[] head = first ? FIRST_HEAD : HEAD;
    var crc = new CRC32();
    crc.update(block, 0, length);
    var deflater = new Deflater(level, true);
    try {
      deflater.setInput(block, 0, length);
      deflater.finish();
      // zlib grows what it cannot compress by less than this.
      byte[] member = new byte[head.length + length + (length >> 10) + 64];
      System.arraycopy(head, 0, member, 0, head.length);
      int end = head.length + deflater.deflate(member, head.length, member.length - head.length);
      if (!deflater.finished() || end + TRAILER_LENGTH > member.length) {
        throw new IllegalStateException("zlib grew a block of " + length + " bytes beyond bounds");
      }
      littleEndian(member).position(end).putInt((int) crc.getValue()).putInt(length);
      return Arrays.copyOf(member, end + TRAILER_LENGTH);
    } finally {
      deflater.end();
    }
  }

  /** The last member of a file whose other members have this CRC-32. */
  static byte[] end(long crcOfFile) {
    byte[] crc = new byte[4];
    littleEndian(crc).putInt((int) crcOfFile);
    byte[] head = withExtra((byte) 'E', crc);
    byte[] member = Arrays.copyOf(head, END_LENGTH);
    // An empty deflate block; CRC and length of nothing are zero.
    member[head.length] = 3;
    return member;
  }

  /** Whether a file that begins so is one of ours, and therefore has to have an end. */
  static boolean begins(byte[] head) {
    return Arrays.equals(Arrays.copyOf(head, FIRST_HEAD.length), FIRST_HEAD);
  }

  /** Whether bytes at the end of a file look like the last member, whatever its CRC. */
  static boolean looksLikeEnd(byte[] tail) {
    int mark = HEAD.length + 2;
    return tail.length == END_LENGTH
        && Arrays.equals(Arrays.copyOf(tail, mark + 4), Arrays.copyOf(end(0), mark + 4));
  }

  private static byte[] withExtra(byte id, byte[] data) {
    byte[] head = Arrays.copyOf(HEAD, HEAD.length + 6 + data.length);
    head[3] = 4;
    littleEndian(head)
        .position(HEAD.length)
        .putShort((short) (4 + data.length))
        .put((byte) 'V')
        .put(id)
        .putShort((short) data.length)
        .put(data);
    return head;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
