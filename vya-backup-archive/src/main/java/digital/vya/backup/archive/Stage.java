package digital.vya.backup.archive;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * What every stage does around its encoder: small writes are gathered, a flush is ignored because
 * it would change the bytes (A1), and closing ends the archive once and closes the sink whatever
 * happens. After a failure nothing more reaches the sink, so that what is there never looks whole.
 */
final class Stage extends OutputStream {

  /** Builds an encoder that ends the archive when it is closed, and leaves the sink open. */
  @FunctionalInterface
  interface Encoding {
    OutputStream on(OutputStream sink) throws IOException;
  }

  private static final int GATHERED = 1 << 16;

  private final OutputStream sink;
  private final Guard guard;
  private final OutputStream encoder;
  private final byte[] gathered = new byte[GATHERED];
  private int filled;
  private boolean closed;

  Stage(OutputStream sink, Encoding encoding) throws IOException {
    this.sink = sink;
    this.guard = new Guard(sink);
    this.encoder = encoding.on(guard);
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("the archive is closed");
    }
    if (length > GATHERED - filled) {
      drain();
    }
    if (length >= GATHERED) {
      encode(bytes, offset, length);
    } else {
      System.arraycopy(bytes, offset, gathered, filled, length);
      filled += length;
    }
  }

  /** Does nothing: an archive is whole when it is closed, and not before. */
  @Override
  public void flush() {}

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (sink;
        encoder) {
      if (!guard.shut) {
        drain();
      }
    }
  }

  private void drain() throws IOException {
    int length = filled;
    filled = 0;
    encode(gathered, 0, length);
  }

  private void encode(byte[] bytes, int offset, int length) throws IOException {
    boolean done = false;
    try {
      encoder.write(bytes, offset, length);
      done = true;
    } finally {
      guard.shut |= !done;
    }
  }

  private static final class Guard extends FilterOutputStream {

    private boolean shut;

    private Guard(OutputStream sink) {
      super(sink);
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (shut) {
        return;
      }
      // Shut until this write is done: one that throws leaves it so.
      shut = true;
      out.write(bytes, offset, length);
      shut = false;
    }

    @Override
    public void close() {}
  }
}
