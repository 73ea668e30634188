package digital.vya.backup.core;

import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.api.StoredObject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.OptionalLong;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A session whose defects are failures of its own: what a plugin must not throw would else end what
 * goes on in the other storages, too.
 */
final class GuardedSession implements StorageSession {

  private final StorageSession session;
  private final String whose;

  GuardedSession(StorageSession session, String destination) {
    this.session = session;
    this.whose = whose(destination);
  }

  static String whose(String destination) {
    return "storage " + destination;
  }

  @Override
  public PendingObject create(String key) throws IOException, InterruptedException {
    return Guard.during(whose, () -> new Pending(session.create(key)));
  }

  @Override
  public InputStream read(String key) throws IOException, InterruptedException {
    return new Input(Guard.during(whose, () -> session.read(key)));
  }

  @Override
  public Stream<StoredObject> list(String prefix) throws IOException, InterruptedException {
    Stream<StoredObject> objects = Guard.during(whose, () -> session.list(prefix));
    Iterator<StoredObject> all = Guard.during(whose, objects::iterator);
    Iterator<StoredObject> guarded =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return listed(all::hasNext);
          }

          @Override
          public StoredObject next() {
            return listed(all::next);
          }
        };
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(guarded, Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .onClose(objects::close);
  }

  private <T> T listed(Patience.Work<T> step) {
    try {
      return Guard.quickly(whose, step);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void delete(String key) throws IOException, InterruptedException {
    Guard.steps(whose, () -> session.delete(key));
  }

  @Override
  public OptionalLong freeBytes() throws IOException {
    return Guard.quickly(whose, session::freeBytes);
  }

  @Override
  public void close() throws IOException {
    quickly(session::close);
  }

  private void quickly(Guard.Steps steps) throws IOException {
    Guard.quickly(
        whose,
        () -> {
          steps.take();
          return true;
        });
  }

  private final class Pending implements PendingObject {

    private final PendingObject object;
    private final Output stream;

    Pending(PendingObject object) {
      this.object = object;
      this.stream = new Output(object.stream());
    }

    @Override
    public OutputStream stream() {
      return stream;
    }

    @Override
    public void commit() throws IOException, InterruptedException {
      Guard.steps(whose, object::commit);
    }

    @Override
    public void close() throws IOException {
      quickly(object::close);
    }
  }

  private final class Output extends OutputStream {

    private final OutputStream out;

    Output(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      quickly(() -> out.write(b));
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      quickly(() -> out.write(buffer, offset, length));
    }

    @Override
    public void flush() throws IOException {
      quickly(out::flush);
    }

    @Override
    public void close() throws IOException {
      quickly(out::close);
    }
  }

  private final class Input extends FilterInputStream {

    Input(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      return Guard.quickly(whose, in::read);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return Guard.quickly(whose, () -> in.read(buffer, offset, length));
    }

    @Override
    public void close() throws IOException {
      quickly(in::close);
    }
  }
}
