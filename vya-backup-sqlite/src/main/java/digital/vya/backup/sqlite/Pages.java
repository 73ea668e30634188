package digital.vya.backup.sqlite;

import digital.vya.backup.api.BackupException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The pages of a database file that nobody else knows, numbered from 1 as SQLite does. Opening a
 * file of somebody else here would end SQLite's locks on it.
 */
final class Pages implements Closeable {

  /** What a buffer must hold beyond a page, so that no number in it can lead outside. */
  static final int MARGIN = 32;

  private static final int SMALLEST = 512;
  private static final int MOST_RESERVED = 32;

  private final FileChannel channel;
  private final int size;
  private final int usable;
  private final long count;

  Pages(Path file) throws IOException, InterruptedException {
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    var head = ByteBuffer.allocate(100);
    read(head, 0);
    int told = head.getShort(16) & 0xffff;
    this.size = told == 1 ? 1 << 16 : told;
    this.usable = size - (head.get(20) & 0xff);
    if (size < SMALLEST || usable < SMALLEST - MOST_RESERVED) {
      close();
      throw damaged("its page size is " + told);
    }
    this.count = channel.size() / size;
  }

  /** The length of a page without what is kept for extensions of SQLite. */
  int usable() {
    return usable;
  }

  long count() {
    return count;
  }

  byte[] buffer() {
    return new byte[size + MARGIN];
  }

  /** Reads a page; what follows it in the buffer stays zero. */
  void read(long number, byte[] page) throws IOException, InterruptedException {
    if (number < 1 || number > count) {
      throw damaged("it has no page " + number);
    }
    read(ByteBuffer.wrap(page, 0, size), (number - 1) * size);
  }

  private void read(ByteBuffer into, long from) throws IOException, InterruptedException {
    long at = from;
    try {
      while (into.hasRemaining()) {
        int some = channel.read(into, at);
        if (some < 0) {
          throw damaged("it ends within a page");
        }
        at += some;
      }
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw new InterruptedException("interrupted while rows were read");
    }
  }

  static BackupException damaged(String how) {
    return BackupException.data("the database is damaged: " + how + "; " + SqliteFailure.MEND);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
