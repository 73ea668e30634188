package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.StorageSession;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A destination for the time of a run: open, or with the reason why it could not be opened. */
final class OpenDestination implements AutoCloseable {

  private final String id;
  private final @Nullable StorageSession session;
  private final @Nullable BackupException problem;

  private OpenDestination(
      String id, @Nullable StorageSession session, @Nullable BackupException problem) {
    this.id = id;
    this.session = session;
    this.problem = problem;
  }

  static <C extends Record> OpenDestination open(Settings.Destination<C> destination, Host host)
      throws InterruptedException {
    try {
      return new OpenDestination(
          destination.id(), destination.storage().open(destination.config(), host), null);
    } catch (IOException | BackupException e) {
      return new OpenDestination(
          destination.id(), null, Failures.of("cannot use storage " + destination.id(), e));
    }
  }

  String id() {
    return id;
  }

  Optional<StorageSession> session() {
    return Optional.ofNullable(session);
  }

  Optional<BackupException> problem() {
    return Optional.ofNullable(problem);
  }

  /** The session, or the reason why there is none. */
  StorageSession require() {
    if (session == null) {
      throw problem().orElseThrow();
    }
    return session;
  }

  @Override
  public void close() {
    if (session != null) {
      try {
        session.close();
      } catch (IOException e) {
        // What was committed is durable; nothing else is at stake.
      }
    }
  }
}
