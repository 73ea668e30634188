package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.StorageSession;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The copy of one artifact in one destination, in the making. Used by one thread at a time. */
final class Copying implements AutoCloseable {

  private final String destination;
  private final String key;
  private final @Nullable StorageSession session;
  private @Nullable PendingObject pending;
  private @Nullable BackupException failure;

  private Copying(String destination, String key, @Nullable StorageSession session) {
    this.destination = destination;
    this.key = key;
    this.session = session;
  }

  static Copying begin(OpenDestination destination, String key) throws InterruptedException {
    var copy = new Copying(destination.id(), key, destination.session().orElse(null));
    StorageSession session = copy.session;
    if (session == null) {
      copy.failure = destination.problem().orElseThrow();
      return copy;
    }
    try {
      copy.pending = session.create(key);
    } catch (IOException | BackupException e) {
      copy.failure = Failures.of("cannot write to " + destination.id(), e);
    }
    return copy;
  }

  /** Something that is done to the pending object. */
  interface Step {
    void on(PendingObject pending) throws IOException;
  }

  /** Something that is done in the destination. */
  interface SessionStep {
    void on(StorageSession session) throws IOException, InterruptedException;
  }

  void attempt(Step step) {
    if (pending != null && failure == null) {
      try {
        step.on(pending);
      } catch (IOException | BackupException e) {
        fail(Failures.of("cannot write to " + destination, e));
      }
    }
  }

  void commit() throws InterruptedException {
    if (pending != null && failure == null) {
      try {
        pending.commit();
      } catch (IOException | BackupException e) {
        fail(Failures.of("cannot write to " + destination, e));
      }
    }
  }

  void inDestination(String purpose, SessionStep step) throws InterruptedException {
    if (session != null && failure == null) {
      try {
        step.on(session);
      } catch (IOException | BackupException e) {
        fail(Failures.of(purpose + " in " + destination, e));
      }
    }
  }

  /** Takes away what was committed, so that nothing lies there that looks complete. */
  void remove() throws InterruptedException {
    if (session != null) {
      try {
        // Before its artifact: a manifest alone would look like a backup.
        session.delete(key + ArtifactKeys.MANIFEST);
        session.delete(key);
      } catch (IOException | BackupException e) {
        // Without a manifest it is no backup; the failure that led here is the one to report.
      }
    }
  }

  private void fail(BackupException e) {
    failure = e;
  }

  boolean ok() {
    return failure == null;
  }

  Optional<BackupException> failure() {
    return Optional.ofNullable(failure);
  }

  ArtifactResult.Copy result() {
    return new ArtifactResult.Copy(
        destination, key, failure == null ? "" : String.valueOf(failure.getMessage()));
  }

  @Override
  public void close() {
    if (pending != null) {
      try {
        pending.close();
      } catch (IOException e) {
        // A leftover that cannot be removed now is swept by a later run.
      }
    }
  }
}
