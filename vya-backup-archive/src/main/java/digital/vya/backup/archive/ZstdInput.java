package digital.vya.backup.archive;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Reads zstd frames to the end of the input. zstd-jni has such a stream, but it takes the end of
 * the input within a second frame for the end of the archive if that frame's beginning was in its
 * buffer already.
 */
final class ZstdInput extends InputStream {

  private static final int BUFFER = 1 << 17;

  private final InputStream archive;
  private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
  private final byte[] read = new byte[BUFFER];
  private final ByteBuffer packed = ByteBuffer.allocateDirect(BUFFER).limit(0);
  private final ByteBuffer plain = ByteBuffer.allocateDirect(BUFFER).limit(0);
  private boolean anyFrame;
  private boolean betweenFrames = true;
  private boolean moreInside;
  private boolean closed;

  ZstdInput(InputStream archive) {
    this.archive = archive;
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
    if (length == 0) {
      return 0;
    }
    while (!plain.hasRemaining()) {
      if (!packed.hasRemaining() && !moreInside && !fill()) {
        return -1;
      }
      decode();
    }
    int given = Math.min(length, plain.remaining());
    plain.get(bytes, offset, given);
    return given;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      zstd.close();
      archive.close();
    }
  }

  private boolean fill() throws IOException {
    int length = archive.read(read, 0, BUFFER);
    if (length >= 0) {
      packed.clear().put(read, 0, length).flip();
      return true;
    }
    if (!anyFrame || !betweenFrames) {
      throw new EOFException("the zstd archive is truncated");
    }
    return false;
  }

  private void decode() throws IOException {
    plain.clear();
    try {
      betweenFrames = zstd.decompressDirectByteBufferStream(plain, packed);
    } catch (ZstdException e) {
      plain.limit(0);
      throw new IOException("the zstd archive is damaged: " + e.getMessage(), e);
    }
    anyFrame |= betweenFrames;
    moreInside = !plain.hasRemaining() && !betweenFrames;
    plain.flip();
  }
}
