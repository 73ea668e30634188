package digital.vya.backup.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** A sink that keeps what it is given and remembers how it was treated. */
final class RecordingSink extends OutputStream {

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final List<Integer> writes = new ArrayList<>();
  private final FirstWrite firstWrite;
  private int closes;

  /** What to do before the first bytes are taken. */
  @FunctionalInterface
  interface FirstWrite {
    void run() throws IOException;
  }

  RecordingSink() {
    this(() -> {});
  }

  RecordingSink(FirstWrite firstWrite) {
    this.firstWrite = firstWrite;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return;
    }
    if (writes.isEmpty()) {
      firstWrite.run();
    }
    writes.add(length);
    kept.write(bytes, offset, length);
  }

  @Override
  public synchronized void close() {
    closes++;
  }

  synchronized byte[] bytes() {
    return kept.toByteArray();
  }

  /** The size of each write that had any bytes. */
  synchronized List<Integer> writes() {
    return List.copyOf(writes);
  }

  synchronized int closes() {
    return closes;
  }
}
