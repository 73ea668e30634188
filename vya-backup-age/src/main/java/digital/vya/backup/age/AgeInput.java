package digital.vya.backup.age;

import com.exceptionfactory.jagged.DecryptingChannelFactory;
import com.exceptionfactory.jagged.PayloadException;
import com.exceptionfactory.jagged.framework.armor.ArmoredDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import digital.vya.backup.api.MissingKeyException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decrypts: every block of 64 KiB is checked before any of its bytes is given out. */
final class AgeInput extends InputStream {

  private final InputStream archive;
  private final ReadableByteChannel decrypting;
  private @Nullable IOException failure;
  private boolean closed;

  private AgeInput(InputStream archive, ReadableByteChannel decrypting) {
    this.archive = archive;
    this.decrypting = decrypting;
  }

  /**
   * Opens an archive, binary or armored.
   *
   * @throws MissingKeyException if no key opens it
   */
  static InputStream open(InputStream archive, KeyRing keys) throws IOException {
    var whole = new PushbackInputStream(archive, Armor.LENGTH);
    byte[] head = whole.readNBytes(Armor.LENGTH);
    whole.unread(head);
    DecryptingChannelFactory factory =
        Armor.isArmored(head)
            ? new ArmoredDecryptingChannelFactory()
            : new StandardDecryptingChannelFactory();
    try {
      return new AgeInput(whole, factory.newDecryptingChannel(new Source(whole), List.of(keys)));
    } catch (KeyRing.NoneFitsException e) {
      throw new MissingKeyException(e.getMessage());
    } catch (GeneralSecurityException
        | PayloadException
        | BufferUnderflowException
        | BufferOverflowException
        | IllegalArgumentException e) {
      throw new IOException(
          "the beginning of the age archive is truncated or altered: " + e.getMessage(), e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("the archive is closed");
    }
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
    if (length == 0) {
      return 0;
    }
    try {
      return decrypting.read(ByteBuffer.wrap(bytes, offset, length));
    } catch (PayloadException
        | BufferUnderflowException
        | BufferOverflowException
        | IllegalArgumentException e) {
      failure = new IOException("the age archive is truncated or altered", e);
      throw failure;
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      archive.close();
    }
  }

  /** The library closes what it reads; that is done here instead. */
  private record Source(InputStream archive) implements ReadableByteChannel {

    @Override
    public int read(ByteBuffer target) throws IOException {
      int read =
          archive.read(
              target.array(), target.arrayOffset() + target.position(), target.remaining());
      if (read > 0) {
        target.position(target.position() + read);
      }
      return read;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
