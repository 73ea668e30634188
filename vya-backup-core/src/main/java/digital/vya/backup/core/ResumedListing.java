package digital.vya.backup.core;

import digital.vya.backup.api.StorageSession;
import digital.vya.backup.api.StoredObject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A listing that goes on behind the last object it told when it broke off: it is sorted. */
final class ResumedListing implements AutoCloseable {

  private final StorageSession session;
  private final Patience patience;
  private final String prefix;
  private Stream<StoredObject> objects = Stream.empty();
  private Iterator<StoredObject> rest = Collections.emptyIterator();
  private boolean broken;
  private @Nullable String last;

  ResumedListing(StorageSession session, Patience patience, String prefix) {
    this.session = session;
    this.patience = patience;
    this.prefix = prefix;
  }

  Stream<StoredObject> stream() throws IOException, InterruptedException {
    patience.during(this::begin);
    Iterator<StoredObject> steps =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return steadily(() -> rest.hasNext());
          }

          @Override
          public StoredObject next() {
            StoredObject next = steadily(() -> rest.next());
            last = next.key();
            return next;
          }
        };
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(steps, Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .onClose(this::close);
  }

  private boolean begin() throws IOException, InterruptedException {
    close();
    objects = session.list(prefix);
    String told = last;
    rest =
        told == null
            ? objects.iterator()
            : objects.filter(object -> object.key().compareTo(told) > 0).iterator();
    broken = false;
    return true;
  }

  private <T> T steadily(Patience.Work<T> step) {
    try {
      return patience.during(() -> once(step));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("interrupted while listing"));
    }
  }

  private <T> T once(Patience.Work<T> step) throws IOException, InterruptedException {
    if (broken) {
      begin();
    }
    broken = true;
    try {
      T result = step.attempt();
      broken = false;
      return result;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() {
    objects.close();
  }
}
