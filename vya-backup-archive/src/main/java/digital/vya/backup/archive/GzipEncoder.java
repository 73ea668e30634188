package digital.vya.backup.archive;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;

/**
 * Cuts its input into blocks, has each compressed by a worker, and writes them in order from the
 * caller's thread. At most twice as many blocks as workers are in memory.
 */
final class GzipEncoder extends OutputStream {

  /** Turns a block into a member. */
  @FunctionalInterface
  interface Compression {
    byte[] member(byte[] block, int length, boolean first);
  }

  /** Large enough that a dictionary of its own costs less than 1 % of size. */
  static final int BLOCK = 1 << 20;

  private final OutputStream sink;
  private final int workers;
  private final Compression compression;
  private final ExecutorService pool;
  private final Queue<Future<byte[]>> members = new ArrayDeque<>();
  private final CRC32 written = new CRC32();
  private byte[] block = new byte[BLOCK];
  private int filled;
  private boolean first = true;

  GzipEncoder(OutputStream sink, int workers, Compression compression) {
    this.sink = sink;
    this.workers = workers;
    this.compression = compression;
    this.pool = Executors.newFixedThreadPool(workers, GzipEncoder::worker);
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int end = offset + length;
    int next = offset;
    while (next < end) {
      int taken = Math.min(end - next, BLOCK - filled);
      System.arraycopy(bytes, next, block, filled, taken);
      filled += taken;
      next += taken;
      if (filled == BLOCK) {
        hand();
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (filled > 0 || first) {
        hand();
      }
      while (!members.isEmpty()) {
        writeOldest();
      }
      sink.write(GzipMember.end(written.getValue()));
    } finally {
      pool.shutdownNow();
    }
  }

  private void hand() throws IOException {
    while (members.size() >= 2 * workers) {
      writeOldest();
    }
    byte[] full = block;
    int length = filled;
    boolean isFirst = first;
    members.add(pool.submit(() -> compression.member(full, length, isFirst)));
    block = new byte[BLOCK];
    filled = 0;
    first = false;
  }

  private void writeOldest() throws IOException {
    byte[] member;
    try {
      member = members.remove().get();
    } catch (ExecutionException e) {
      throw new IOException("a gzip worker failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while compressing");
    }
    sink.write(member);
    written.update(member);
  }

  private static Thread worker(Runnable work) {
    var thread = new Thread(work, "vya-gzip");
    thread.setDaemon(true);
    return thread;
  }
}
