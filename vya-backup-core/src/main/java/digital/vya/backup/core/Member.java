package digital.vya.backup.core;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** One file in a zip archive; it ends only if it is as long, and has the CRC, that it should. */
final class Member extends FilterInputStream {

  private final ZipFile zip;
  private final ZipEntry entry;
  private final String what;
  private final CRC32 crc = new CRC32();
  private long bytes;

  private Member(InputStream in, ZipFile zip, ZipEntry entry) {
    super(in);
    this.zip = zip;
    this.entry = entry;
    this.what = Shown.name(entry.getName()) + " in " + Shown.name(zip.getName());
  }

  /** Opens a member, and closes the archive with it. */
  static InputStream open(ZipFile zip, String name) throws IOException {
    boolean opened = false;
    try {
      ZipEntry entry = zip.getEntry(name);
      if (entry == null) {
        throw new ZipException("it has just changed");
      }
      InputStream member = new Member(zip.getInputStream(entry), zip, entry);
      opened = true;
      return member;
    } catch (ZipException e) {
      throw RunArchive.damaged(Shown.name(name) + " in " + Shown.name(zip.getName()), e);
    } finally {
      if (!opened) {
        zip.close();
      }
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = readMember(buffer, offset, length);
    if (n > 0) {
      crc.update(buffer, offset, n);
      bytes += n;
    }
    boolean ended = n < 0;
    if (bytes > entry.getSize()
        || (ended && (bytes != entry.getSize() || crc.getValue() != entry.getCrc()))) {
      throw RunArchive.damaged(what, new ZipException("its length or CRC is not what was packed"));
    }
    return n;
  }

  private int readMember(byte[] buffer, int offset, int length) throws IOException {
    try {
      return super.read(buffer, offset, length);
    } catch (ZipException | EOFException e) {
      throw RunArchive.damaged(what, e);
    }
  }

  @Override
  public long skip(long count) throws IOException {
    return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, 1 << 13)]));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    try (zip) {
      super.close();
    }
  }
}
