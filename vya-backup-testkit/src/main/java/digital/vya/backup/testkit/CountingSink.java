package digital.vya.backup.testkit;

import java.io.OutputStream;

/** A sink that keeps nothing but the number of its bytes. */
final class CountingSink extends OutputStream {

  private long count;

  @Override
  public synchronized void write(int b) {
    count++;
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    count += length;
  }

  synchronized long count() {
    return count;
  }
}
