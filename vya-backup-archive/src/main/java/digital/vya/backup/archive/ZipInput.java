package digital.vya.backup.archive;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** Yields the one file in a zip archive, and ends only if the whole archive is sound. */
final class ZipInput extends FilterInputStream {

  private static final int LONGEST_METADATA = 1 << 16;
  private static final int EOCD_LENGTH = 22;
  private static final int LONGEST_TAIL = EOCD_LENGTH + 0xffff;

  private final Tail tail;
  private final ZipArchiveInputStream zip;
  private final ZipArchiveEntry entry;
  private final CRC32 crc = new CRC32();
  private final MessageDigest sha256 = Hashes.sha256();
  private long length;
  private ZipFormat.@Nullable Content promised;

  private ZipInput(Tail tail, ZipArchiveInputStream zip) throws IOException {
    super(zip);
    this.tail = tail;
    this.zip = zip;
    var found = nextFile();
    if (found == null) {
      throw new IOException("the zip archive holds no file, or is truncated");
    }
    if (!zip.canReadEntryData(found)) {
      throw new IOException(
          "the zip archive is encrypted or of a kind that cannot be read as a stream; unpack it"
              + " with unzip and restore what was in it");
    }
    this.entry = found;
  }

  static InputStream open(InputStream archive) throws IOException {
    var tail = new Tail(archive, LONGEST_TAIL);
    var buffered = new BufferedInputStream(tail, 1 << 17);
    var zip = new ZipArchiveInputStream(buffered, StandardCharsets.UTF_8.name(), true);
    var input = new ZipInput(tail, zip);
    return new CheckedEnd(input, input::checkEnd);
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    int got = zip.read(bytes, offset, count);
    if (got > 0) {
      crc.update(bytes, offset, got);
      sha256.update(bytes, offset, got);
      length += got;
    }
    return got;
  }

  private @Nullable ZipArchiveEntry nextFile() throws IOException {
    var next = zip.getNextEntry();
    while (next != null && (next.isDirectory() || next.getName().equals(ZipFormat.METADATA))) {
      if (!next.isDirectory()) {
        byte[] text = zip.readNBytes(LONGEST_METADATA);
        promised = ZipFormat.content(new String(text, StandardCharsets.UTF_8));
      }
      next = zip.getNextEntry();
    }
    return next;
  }

  private void checkEnd() throws IOException {
    if (nextFile() != null) {
      throw new IOException(
          "the zip archive holds more than one file; unpack it with unzip and restore the one you"
              + " want");
    }
    if (entry.getCrc() != crc.getValue() || entry.getSize() != length) {
      throw new IOException("the zip archive is damaged: CRC or length of its content is wrong");
    }
    String hash = HexFormat.of().formatHex(sha256.digest());
    if (promised != null && !promised.equals(new ZipFormat.Content(length, hash))) {
      throw new IOException("the zip archive is altered: its content is not what was archived");
    }
    checkTail(tail.atEnd());
  }

  private void checkTail(byte[] end) throws IOException {
    if (!hasDirectoryEnd(end)) {
      throw new IOException("the zip archive is truncated: its directory is missing");
    }
    int from = Math.max(0, end.length - ZipFormat.SEAL_LENGTH);
    String comment = new String(end, from, end.length - from, StandardCharsets.ISO_8859_1);
    String prefix = ZipFormat.seal(0).substring(0, ZipFormat.SEAL_LENGTH - 8);
    boolean ours = promised != null || comment.startsWith(prefix);
    String seal = ZipFormat.seal(tail.crcWithoutLast(ZipFormat.SEAL_LENGTH));
    if (ours && !comment.equals(seal)) {
      throw new IOException("the zip archive is truncated or altered: its end mark is not right");
    }
  }

  private static boolean hasDirectoryEnd(byte[] end) {
    byte[] signature = {'P', 'K', 5, 6};
    for (int at = end.length - EOCD_LENGTH; at >= 0; at--) {
      int comment = (end[at + 20] & 0xff) | ((end[at + 21] & 0xff) << 8);
      if (Arrays.equals(end, at, at + 4, signature, 0, 4)
          && at + EOCD_LENGTH + comment <= end.length) {
        return true;
      }
    }
    return false;
  }
}
