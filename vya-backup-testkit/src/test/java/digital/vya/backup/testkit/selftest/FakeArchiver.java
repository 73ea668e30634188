package digital.vya.backup.testkit.selftest;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.api.Host;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Gzip as it should be; each nested class breaks one promise. */
class FakeArchiver implements Archiver<FakeArchiver.Config> {

  public record Config() {}

  @Override
  public String name() {
    return "fake-gzip";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public String archiveName(Config config, String name) {
    return name + ".gz";
  }

  @Override
  public OutputStream archive(Config config, String name, OutputStream sink, Host host)
      throws IOException {
    return new GZIPOutputStream(sink);
  }

  @Override
  public InputStream extract(Config config, InputStream archive, Host host) throws IOException {
    return new GZIPInputStream(archive);
  }

  @Override
  public boolean recognizes(byte[] head) {
    return head.length > 2 && head[0] == 0x1f && head[1] == (byte) 0x8b && head[2] == 8;
  }

  static final class WithoutChecksum extends FakeArchiver {

    @Override
    public OutputStream archive(Config config, String name, OutputStream sink, Host host)
        throws IOException {
      sink.write(new byte[] {0x1f, (byte) 0x8b, 8});
      return new DeflaterOutputStream(sink, new Deflater(6, true));
    }

    @Override
    public InputStream extract(Config config, InputStream archive, Host host) throws IOException {
      if (!recognizes(archive.readNBytes(3))) {
        throw new IOException("not one of mine");
      }
      return new InflaterInputStream(archive, new Inflater(true));
    }
  }

  static final class WithTimestamp extends FakeArchiver {

    @Override
    public OutputStream archive(Config config, String name, OutputStream sink, Host host)
        throws IOException {
      return super.archive(config, name, new Stamping(sink), host);
    }
  }

  static final class SwallowingTruncation extends FakeArchiver {

    @Override
    public InputStream extract(Config config, InputStream archive, Host host) throws IOException {
      try {
        return new EndingEarly(super.extract(config, archive, host));
      } catch (EOFException e) {
        return InputStream.nullInputStream();
      }
    }
  }

  static final class LeavingTheSinkOpen extends FakeArchiver {

    @Override
    public OutputStream archive(Config config, String name, OutputStream sink, Host host)
        throws IOException {
      return super.archive(config, name, new Unclosed(sink), host);
    }
  }

  /** Sets the time in the header of a gzip file: its bytes 4 to 7. */
  private static final class Stamping extends FilterOutputStream {

    private long position;

    Stamping(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      boolean stamp = position >= 4 && position < 8;
      out.write(stamp ? (int) (System.nanoTime() >> (8 * (position - 4))) : b);
      position++;
    }
  }

  private static final class EndingEarly extends FilterInputStream {

    EndingEarly(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (EOFException e) {
        return -1;
      }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return super.read(bytes, offset, length);
      } catch (EOFException e) {
        return -1;
      }
    }
  }

  private static final class Unclosed extends FilterOutputStream {

    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
