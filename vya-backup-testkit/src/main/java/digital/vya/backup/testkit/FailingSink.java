package digital.vya.backup.testkit;

import java.io.IOException;
import java.io.OutputStream;

/** A sink that takes some bytes and then fails, as a full disk does. */
final class FailingSink extends OutputStream {

  private final IOException failure = new IOException("no space left on the test's device");
  private long room;
  private boolean failed;

  FailingSink(long room) {
    this.room = room;
  }

  /** What the first write without room throws. */
  IOException failure() {
    return failure;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    room -= length;
    if (room < 0 && failed) {
      // Never the same twice: try-with-resources cannot suppress a failure by itself.
      throw new IOException("there is still no space left");
    }
    if (room < 0) {
      failed = true;
      throw failure;
    }
  }
}
