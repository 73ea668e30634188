package digital.vya.backup.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/** The end of a source that breaks off, as a lost connection does. */
final class FailingSource extends InputStream {

  private FailingSource() {}

  static InputStream after(byte[] bytes) {
    return new SequenceInputStream(new ByteArrayInputStream(bytes), new FailingSource());
  }

  @Override
  public int read() throws IOException {
    throw new IOException("the test's connection was lost");
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return read();
  }
}
