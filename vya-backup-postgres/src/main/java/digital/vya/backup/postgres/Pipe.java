package digital.vya.backup.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * From one thread to another, in bounded memory. Other than with the pipe of the JDK a writer that
 * fails is told from one that has ended, whatever thread it wrote by.
 */
final class Pipe {

  private static final int CHUNKS = 8;

  private enum State {
    OPEN,
    ENDED,
    BROKEN
  }

  private final Deque<byte[]> chunks = new ArrayDeque<>();
  private State state = State.OPEN;

  /** All was written: the reader gets what is left and then the end. */
  synchronized void end() {
    state = state == State.OPEN ? State.ENDED : state;
    notifyAll();
  }

  /** One of the two sides failed: the other one gets an exception. */
  synchronized void breakOff() {
    state = State.BROKEN;
    notifyAll();
  }

  private synchronized void put(byte[] chunk) throws IOException {
    pauseWhile(() -> state == State.OPEN && chunks.size() == CHUNKS);
    if (state != State.OPEN) {
      throw new IOException("nobody reads any more");
    }
    chunks.add(chunk);
    notifyAll();
  }

  /** The next piece; empty at the end. */
  private synchronized byte[] take() throws IOException {
    pauseWhile(() -> state == State.OPEN && chunks.isEmpty());
    if (state == State.BROKEN) {
      throw new IOException("nobody writes any more, and not all was written");
    }
    notifyAll();
    return chunks.isEmpty() ? new byte[0] : chunks.remove();
  }

  private synchronized void pauseWhile(BooleanSupplier condition) throws IOException {
    try {
      while (condition.getAsBoolean()) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted at a pipe");
    }
  }

  /** The side to write to; closing it means nothing. */
  OutputStream sink() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        put(new byte[] {(byte) b});
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > 0) {
          put(Arrays.copyOfRange(bytes, offset, offset + length));
        }
      }
    };
  }

  /** The side to read from. */
  InputStream source() {
    return new InputStream() {
      private byte[] chunk = new byte[0];
      private int position;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        if (position == chunk.length) {
          chunk = take();
          position = 0;
        }
        if (chunk.length == 0) {
          return length == 0 ? 0 : -1;
        }
        int n = Math.min(length, chunk.length - position);
        System.arraycopy(chunk, position, bytes, offset, n);
        position += n;
        return n;
      }
    };
  }
}
