package digital.vya.backup.s3;

import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;

/** How much memory one upload may take: who wants more waits until a part was sent. */
final class Room {

  private final Chunks chunks;
  private final Semaphore permits;
  private long total;

  Room(Chunks chunks, long bytes) {
    this.chunks = chunks;
    this.total = count(bytes);
    this.permits = new Semaphore(Math.toIntExact(total));
  }

  /** Makes room for a part of that length, lest one that is filled wait for itself. */
  void fit(long bytes) {
    long wanted = count(bytes);
    if (wanted > total) {
      permits.release(Math.toIntExact(wanted - total));
      total = wanted;
    }
  }

  ByteBuffer take() throws InterruptedException {
    permits.acquire();
    boolean taken = false;
    try {
      ByteBuffer chunk = chunks.take();
      taken = true;
      return chunk;
    } finally {
      if (!taken) {
        permits.release();
      }
    }
  }

  void give(ByteBuffer chunk) {
    chunks.give(chunk);
    permits.release();
  }

  private static long count(long bytes) {
    return (bytes + Chunks.SIZE - 1) / Chunks.SIZE;
  }
}
