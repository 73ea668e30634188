package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.MissingKeyException;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Passes an artifact on to where it is stored, and decodes the same bytes beside it while they are
 * made. What is stored is thereby known to decode before anything is visible, without a second
 * reading of the dump. Memory is bounded: a decoding that is slower holds up the writing.
 */
final class Playback extends OutputStream {

  private static final int CHUNKS_WAITING = 8;
  private static final byte[] END = new byte[0];

  private final OutputStream sink;
  private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(CHUNKS_WAITING);
  private final FutureTask<StreamSum> decoding;
  private final Thread thread;

  /** How an artifact is turned back into a dump. */
  interface Undo {
    InputStream undo(InputStream artifact) throws IOException;
  }

  Playback(OutputStream sink, Undo undo) {
    this.sink = sink;
    this.decoding = new FutureTask<>(RunMark.carried(() -> decode(undo)));
    this.thread = new Thread(decoding, "vya-playback");
    thread.setDaemon(true);
    thread.start();
  }

  private StreamSum decode(Undo undo) throws IOException {
    var sum = new StreamSum.Adding();
    try (InputStream dump = undo.undo(new Chunks())) {
      byte[] buffer = new byte[1 << 16];
      for (int n = dump.read(buffer); n >= 0; n = dump.read(buffer)) {
        sum.add(buffer, 0, n);
      }
    }
    return sum.sum();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    sink.write(buffer, offset, length);
    if (length > 0) {
      put(Arrays.copyOfRange(buffer, offset, offset + length));
    }
  }

  private void put(byte[] chunk) throws IOException {
    try {
      while (!decoding.isDone() && !chunks.offer(chunk, 1, TimeUnit.SECONDS)) {
        // A decoding that is only slow is waited for.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while an artifact was decoded");
    }
  }

  @Override
  public void flush() throws IOException {
    sink.flush();
  }

  @Override
  public void close() throws IOException {
    sink.close();
    put(END);
  }

  /**
   * Returns if the whole artifact decodes to what was dumped; call it once this is closed.
   *
   * @return why that could not be tried: no key is at hand
   * @throws BackupException with reason DATA if it does not
   */
  Optional<MissingKeyException> require(StreamSum dump, String artifact)
      throws InterruptedException {
    try {
      StreamSum decoded = decoding.get();
      if (!decoded.equals(dump)) {
        throw BackupException.data(
            "%s decodes to other bytes than were dumped (%d instead of %d); nothing was kept"
                .formatted(artifact, decoded.bytes(), dump.bytes()));
      }
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MissingKeyException missing) {
        return Optional.of(missing);
      }
      throw failure(artifact, e.getCause());
    }
  }

  private static BackupException failure(String artifact, @Nullable Throwable cause) {
    String what = artifact + " cannot be decoded, nothing was kept";
    return cause instanceof IOException damage
        ? new BackupException(Reason.DATA, what + ": " + damage.getMessage(), damage)
        : Failures.of(what, cause);
  }

  /** Ends the decoding, whatever it does. */
  void abandon() {
    thread.interrupt();
  }

  /** What was written, as it comes. */
  private final class Chunks extends InputStream {

    private byte[] chunk = new byte[0];
    private int position;
    private boolean ended;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (position == chunk.length && !next()) {
        return -1;
      }
      int n = Math.min(length, chunk.length - position);
      System.arraycopy(chunk, position, buffer, offset, n);
      position += n;
      return n;
    }

    private boolean next() throws IOException {
      if (!ended) {
        try {
          chunk = chunks.take();
        } catch (InterruptedException e) {
          throw new InterruptedIOException("the artifact was given up");
        }
        position = 0;
        ended = chunk == END;
      }
      return !ended;
    }
  }
}
