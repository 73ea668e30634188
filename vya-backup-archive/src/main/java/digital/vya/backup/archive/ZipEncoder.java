package digital.vya.backup.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Writes a dump and its metadata as a zip archive, without knowing the length ahead. */
final class ZipEncoder extends OutputStream {

  private final String name;
  private final Sealed sealed;
  private final ZipArchiveOutputStream zip;
  private final MessageDigest sha256 = Hashes.sha256();
  private long length;

  ZipEncoder(OutputStream sink, int level, String name) throws IOException {
    this.name = ZipFormat.entryName(name);
    this.sealed = new Sealed(sink);
    this.zip = new ZipArchiveOutputStream(sealed);
    zip.setLevel(level);
    // The length is not known when the entry's header is written; of the modes that allow for
    // more than 4 GiB this is the one most readers understand.
    zip.setUseZip64(Zip64Mode.AlwaysWithCompatibility);
    zip.setComment(ZipFormat.seal(0));
    zip.putArchiveEntry(ZipFormat.entry(this.name));
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    zip.write(bytes, offset, count);
    sha256.update(bytes, offset, count);
    length += count;
  }

  @Override
  public void close() throws IOException {
    try (zip) {
      zip.closeArchiveEntry();
      zip.putArchiveEntry(ZipFormat.entry(ZipFormat.METADATA));
      String hash = HexFormat.of().formatHex(sha256.digest());
      zip.write(ZipFormat.metadata(name, length, hash).getBytes(StandardCharsets.UTF_8));
      zip.closeArchiveEntry();
      sealed.hold();
      zip.finish();
      sealed.seal();
    }
  }

  /** Takes what zip writes and, at its end, puts the CRC-32 of all of it into the comment. */
  private static final class Sealed extends OutputStream {

    private final OutputStream sink;
    private final CRC32 crc = new CRC32();
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private boolean holding;

    private Sealed(OutputStream sink) {
      this.sink = sink;
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      if (holding) {
        held.write(bytes, offset, count);
      } else {
        sink.write(bytes, offset, count);
        crc.update(bytes, offset, count);
      }
    }

    private void hold() {
      holding = true;
    }

    private void seal() throws IOException {
      byte[] directory = held.toByteArray();
      int comment = directory.length - ZipFormat.SEAL_LENGTH;
      crc.update(directory, 0, comment);
      sink.write(directory, 0, comment);
      sink.write(ZipFormat.seal(crc.getValue()).getBytes(StandardCharsets.US_ASCII));
    }
  }
}
