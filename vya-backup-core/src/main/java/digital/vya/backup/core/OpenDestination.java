package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.StorageSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A destination for the time of an operation: open, or with the reason why it could not be opened.
 * What goes there and comes back keeps to its bandwidth.
 */
final class OpenDestination implements AutoCloseable {

  private final String id;
  private final DestinationOptions options;
  private final Patience patience;
  private final Breaker breaker;
  private final @Nullable StorageSession session;
  private final @Nullable BackupException problem;

  private OpenDestination(
      Settings.Destination<?> destination,
      Patience patience,
      @Nullable StorageSession session,
      @Nullable BackupException problem) {
    this.id = destination.id();
    this.options = destination.options();
    this.patience = patience;
    this.breaker = new Breaker(destination.id());
    this.session = session;
    this.problem = problem;
  }

  static <C extends Record> OpenDestination open(Settings.Destination<C> destination, Host host)
      throws InterruptedException {
    var patience = new Patience(destination.id(), destination.options().retry());
    try {
      StorageSession opened =
          patience.during(
              () ->
                  Guard.during(
                      GuardedSession.whose(destination.id()),
                      () -> destination.storage().open(destination.config(), host)));
      var guarded = new GuardedSession(opened, destination.id());
      return new OpenDestination(
          destination, patience, limited(guarded, destination.options()), null);
    } catch (IOException | UncheckedIOException | BackupException e) {
      return new OpenDestination(
          destination, patience, null, Failures.of("cannot use storage " + destination.id(), e));
    }
  }

  private static StorageSession limited(StorageSession session, DestinationOptions options) {
    return options
        .bandwidth()
        .<StorageSession>map(
            bandwidth ->
                new ThrottledSession(session, new Throttle(bandwidth, Throttle.Time.SYSTEM)))
        .orElse(session);
  }

  String id() {
    return id;
  }

  boolean required() {
    return options.required();
  }

  /** What is done in one step is tried again there, if it may pass. */
  Optional<StorageSession> session() {
    return Optional.ofNullable(session).map(open -> new PatientSession(open, patience));
  }

  /** Nothing is tried again there. */
  Optional<StorageSession> plain() {
    return Optional.ofNullable(session);
  }

  /**
   * As {@link #session}, but nothing where the destination has failed too often to be tried now.
   */
  Optional<StorageSession> tried() {
    return breaker.isOpen() ? Optional.empty() : session();
  }

  Optional<BackupException> problem() {
    return Optional.ofNullable(problem);
  }

  /** The session, or the reason why there is none. */
  StorageSession require() {
    return session().orElseThrow(() -> problem().orElseThrow());
  }

  /** Several steps that are begun again together. */
  interface Steps {
    void in(StorageSession session) throws IOException, InterruptedException;
  }

  /** Takes the steps, from the first one on again where what failed may pass. */
  void steadily(Steps steps) throws IOException, InterruptedException {
    StorageSession open = session;
    if (open == null) {
      throw problem().orElseThrow();
    }
    patience.during(
        () -> {
          steps.in(open);
          return id;
        });
  }

  /** Knows whether the destination is worth a try. */
  Breaker breaker() {
    return breaker;
  }

  @Override
  public void close() {
    if (session != null) {
      try {
        session.close();
      } catch (IOException | UncheckedIOException | BackupException e) {
        // What was committed is durable; nothing else is at stake.
      }
    }
  }
}
