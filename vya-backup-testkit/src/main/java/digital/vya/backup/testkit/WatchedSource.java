package digital.vya.backup.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/** A source that does something half way, when a tool that reads it surely runs. */
final class WatchedSource extends InputStream {

  private final InputStream in;

  WatchedSource(byte[] bytes, RecordingSink.FirstWrite halfWay) {
    int half = bytes.length / 2;
    in =
        new SequenceInputStream(
            new ByteArrayInputStream(bytes, 0, half),
            new SequenceInputStream(
                new Event(halfWay), new ByteArrayInputStream(bytes, half, bytes.length - half)));
  }

  @Override
  public int read() throws IOException {
    return in.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return in.read(bytes, offset, length);
  }

  /** Has no bytes; being read is all that happens to it. */
  private static final class Event extends InputStream {

    private final RecordingSink.FirstWrite event;

    Event(RecordingSink.FirstWrite event) {
      this.event = event;
    }

    @Override
    public int read() throws IOException {
      event.run();
      return -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return read();
    }
  }
}
