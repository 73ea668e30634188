package digital.vya.backup.s3;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The memory of a session, in pieces that are used again and again. It lies outside the heap, so
 * that a program with a small one can send large parts.
 */
final class Chunks {

  static final int SIZE = 256 << 10;

  private final Queue<ByteBuffer> free = new ConcurrentLinkedQueue<>();

  ByteBuffer take() {
    ByteBuffer chunk = free.poll();
    if (chunk != null) {
      return chunk.clear();
    }
    try {
      return ByteBuffer.allocateDirect(SIZE);
    } catch (OutOfMemoryError e) {
      throw new BackupException(
          Reason.ENVIRONMENT,
          "no memory is left for the parts of an upload; lower part_size or parallel_parts, or give"
              + " Java more with -XX:MaxDirectMemorySize",
          e);
    }
  }

  void give(ByteBuffer chunk) {
    free.add(chunk);
  }
}
