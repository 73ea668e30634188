package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.api.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The copy of one artifact in one destination, in the making. Used by one thread at a time. */
final class Copying implements AutoCloseable {

  private final OpenDestination destination;
  private final String key;
  private @Nullable PendingObject pending;
  private @Nullable BackupException failure;
  private boolean admitted;
  private boolean sealed;
  private @Nullable String committing;

  private Copying(OpenDestination destination, String key) {
    this.destination = destination;
    this.key = key;
  }

  static Copying begin(OpenDestination destination, String key) throws InterruptedException {
    var copy = new Copying(destination, key);
    Optional<StorageSession> session = destination.session();
    copy.failure =
        session.isEmpty() ? destination.problem().orElseThrow() : copy.admission().orElse(null);
    if (copy.failure == null) {
      try {
        copy.pending = session.get().create(key);
      } catch (IOException | UncheckedIOException | BackupException e) {
        copy.fail(Failures.of("cannot write to " + destination.id(), e));
      }
    }
    return copy;
  }

  private Optional<BackupException> admission() {
    Optional<BackupException> refusal = destination.breaker().begin();
    admitted = refusal.isEmpty();
    return refusal;
  }

  /** Something that is done to the pending object. */
  interface Step {
    void on(PendingObject pending) throws IOException;
  }

  void attempt(Step step) {
    if (pending != null && failure == null) {
      try {
        step.on(pending);
      } catch (IOException | UncheckedIOException | BackupException e) {
        fail(Failures.of("cannot write to " + destination.id(), e));
      }
    }
  }

  /**
   * Commits the artifact.
   *
   * @param id of the backup that it is to be of: only that is this copy's to take away again
   */
  void commit(String id) throws InterruptedException {
    if (pending != null && failure == null) {
      committing = id;
      try {
        pending.commit();
      } catch (IOException | UncheckedIOException | BackupException e) {
        fail(Failures.of("cannot write to " + destination.id(), e));
      }
    }
  }

  /** Takes steps that can be begun again. */
  void inDestination(String purpose, OpenDestination.Steps steps) throws InterruptedException {
    if (failure == null) {
      try {
        destination.steadily(steps);
      } catch (IOException | UncheckedIOException | BackupException e) {
        fail(Failures.of(purpose + " in " + destination.id(), e));
      }
    }
  }

  /** It is a backup now. */
  void sealed() {
    sealed = failure == null;
  }

  /**
   * Takes away what was committed and is no backup, so that nothing lies there that looks complete.
   * An interrupt ends the work, but not before what it has left is gone.
   */
  private void remove(String id) {
    boolean interrupted = Thread.interrupted();
    try {
      StorageSession session = destination.plain().orElseThrow();
      if (isOurs(session, id)) {
        // Before its artifact: a manifest alone would look like a backup.
        session.delete(key + ArtifactKeys.MANIFEST);
        session.delete(key);
      }
    } catch (IOException | UncheckedIOException | BackupException e) {
      // Without a manifest it is no backup; the failure that led here is the one to report.
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Another server may have put a backup of the same second under the same key. */
  private boolean isOurs(StorageSession session, String id)
      throws IOException, InterruptedException {
    String manifest = key + ArtifactKeys.MANIFEST;
    try (Stream<StoredObject> there = session.list(manifest)) {
      if (there.noneMatch(object -> object.key().equals(manifest))) {
        return true;
      }
    }
    return Catalog.read(session, manifest).map(m -> m.id().equals(id)).orElse(true);
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
        destination.id(),
        key,
        failure == null ? "" : String.valueOf(failure.getMessage()),
        destination.required());
  }

  String destination() {
    return destination.id();
  }

  @Override
  public void close() {
    tellBreaker();
    if (pending != null) {
      try {
        pending.close();
      } catch (IOException | UncheckedIOException | BackupException e) {
        // A leftover that cannot be removed now is swept by a later run.
      }
    }
    if (committing != null && !sealed) {
      remove(committing);
    }
  }

  private void tellBreaker() {
    if (!admitted) {
      return;
    }
    if (failure != null && failure.reason() != Reason.CANCELLED) {
      destination.breaker().failed(failure);
    } else if (sealed) {
      destination.breaker().succeeded();
    } else {
      destination.breaker().gaveUp();
    }
    admitted = false;
  }
}
