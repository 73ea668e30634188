package digital.vya.backup.api;

import java.io.IOException;
import java.util.List;

/**
 * Tells people or machines how a run ended.
 *
 * <p>Promise <b>N1</b>: a notifier that fails or hangs never changes a run's outcome, and is itself
 * reported. The core holds it for every notifier, by a thread and a timeout of its own. A notifier
 * holds its own half: it throws when it could not deliver, it ends within 5 seconds of an
 * interrupt, and it shows no secret in what it throws.
 *
 * @param <C> the settings of one channel
 */
public interface Notifier<C extends Record> extends Plugin<C> {

  /** Delivers the report, or throws. */
  void send(C config, BackupReport report, Host host) throws IOException, InterruptedException;

  /**
   * Delivers the report of a restore, or throws. A channel that is not for restores does nothing.
   */
  default void send(C config, RestoreReport report, Host host)
      throws IOException, InterruptedException {}

  /**
   * Tells that a run begins, or throws. Nobody is told unless this is overridden: it is for those
   * who watch whether runs come, such as a dead man's switch.
   */
  default void begin(C config, RunStart run, Host host) throws IOException, InterruptedException {}

  /** Delivers an alert, or throws. A channel that is not for alerts does nothing. */
  default void send(C config, Alert alert, Host host) throws IOException, InterruptedException {}

  /**
   * Reaches the service and signs in, as {@link #send} would, and tells nobody anything.
   *
   * @return what was found, for a person, such as {@code smtp.example.org:587, TLS 1.3}; empty if
   *     this cannot be tried without sending, or was not
   */
  default List<String> reach(C config, Host host) throws IOException, InterruptedException {
    return List.of();
  }
}
