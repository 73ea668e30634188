package digital.vya.backup.core;

import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.api.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A session that tries again what may pass, where that can do no harm: to begin an object, to open
 * one, to list and to delete. What is streamed is not: who streams begins again.
 */
final class PatientSession implements StorageSession {

  private final StorageSession session;
  private final Patience patience;

  PatientSession(StorageSession session, Patience patience) {
    this.session = session;
    this.patience = patience;
  }

  @Override
  public PendingObject create(String key) throws IOException, InterruptedException {
    return patience.during(() -> session.create(key));
  }

  @Override
  public InputStream read(String key) throws IOException, InterruptedException {
    return patience.during(() -> session.read(key));
  }

  @Override
  public Stream<StoredObject> list(String prefix) throws IOException, InterruptedException {
    return new ResumedListing(session, patience, prefix).stream();
  }

  @Override
  public void delete(String key) throws IOException, InterruptedException {
    patience.during(
        () -> {
          session.delete(key);
          return key;
        });
  }

  @Override
  public OptionalLong freeBytes() throws IOException {
    return session.freeBytes();
  }

  @Override
  public void close() throws IOException {
    session.close();
  }
}
