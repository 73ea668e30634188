package digital.vya.backup.core;

import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.api.StoredObject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A session whose objects are written and read no faster than a throttle allows. */
final class ThrottledSession implements StorageSession {

  private final StorageSession session;
  private final Throttle throttle;

  ThrottledSession(StorageSession session, Throttle throttle) {
    this.session = session;
    this.throttle = throttle;
  }

  @Override
  public PendingObject create(String key) throws IOException, InterruptedException {
    return new Pending(session.create(key), throttle);
  }

  @Override
  public InputStream read(String key) throws IOException, InterruptedException {
    return new Input(session.read(key), throttle);
  }

  @Override
  public Stream<StoredObject> list(String prefix) throws IOException, InterruptedException {
    return session.list(prefix);
  }

  @Override
  public void delete(String key) throws IOException, InterruptedException {
    session.delete(key);
  }

  @Override
  public OptionalLong freeBytes() throws IOException {
    return session.freeBytes();
  }

  @Override
  public void close() throws IOException {
    session.close();
  }

  private static final class Pending implements PendingObject {

    private final PendingObject object;
    private final OutputStream stream;

    Pending(PendingObject object, Throttle throttle) {
      this.object = object;
      this.stream = new Output(object.stream(), throttle);
    }

    @Override
    public OutputStream stream() {
      return stream;
    }

    @Override
    public void commit() throws IOException, InterruptedException {
      object.commit();
    }

    @Override
    public void close() throws IOException {
      object.close();
    }
  }

  private static final class Output extends OutputStream {

    private final OutputStream out;
    private final Throttle throttle;

    Output(OutputStream out, Throttle throttle) {
      this.out = out;
      this.throttle = throttle;
    }

    @Override
    public void write(int b) throws IOException {
      throttle.pass(1);
      out.write(b);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      throttle.pass(length);
      out.write(buffer, offset, length);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  private static final class Input extends FilterInputStream {

    private final Throttle throttle;

    Input(InputStream in, Throttle throttle) {
      super(in);
      this.throttle = throttle;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      if (read >= 0) {
        throttle.pass(1);
      }
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      if (read > 0) {
        throttle.pass(read);
      }
      return read;
    }
  }
}
