package digital.vya.backup.age;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.GeneralSecurityException;
import java.util.List;

/**
 * Encrypts. Closing ends the archive once and closes the sink whatever happens; after a failure the
 * archive is not ended, so that what is there never looks whole.
 */
final class AgeOutput extends OutputStream {

  private final OutputStream sink;
  private final WritableByteChannel encrypting;
  private boolean broken;
  private boolean closed;

  private AgeOutput(OutputStream sink, WritableByteChannel encrypting) {
    this.sink = sink;
    this.encrypting = encrypting;
  }

  static AgeOutput open(OutputStream sink, List<RecipientStanzaWriter> recipients)
      throws IOException, GeneralSecurityException {
    return new AgeOutput(
        sink,
        new StandardEncryptingChannelFactory().newEncryptingChannel(new Sink(sink), recipients));
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
    boolean whole = !broken;
    broken = true;
    encrypting.write(ByteBuffer.wrap(bytes, offset, length));
    broken = !whole;
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
    try (sink) {
      if (!broken) {
        encrypting.close();
      }
    }
  }

  /** The library closes what it writes to; that is done here instead. */
  private record Sink(OutputStream sink) implements WritableByteChannel {

    @Override
    public int write(ByteBuffer source) throws IOException {
      int length = source.remaining();
      byte[] bytes = new byte[length];
      source.get(bytes);
      sink.write(bytes);
      return length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
