package digital.vya.backup.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A place that keeps secrets, such as a sealed file or a vault, for settings that name one as
 * {@code ${secret:ID}}.
 *
 * <p>A source is asked anew at the beginning of every run, so a changed secret is used by the next
 * one. It shows no secret in what it throws, logs or warns of, and ends within 5 seconds of an
 * interrupt.
 *
 * @param <C> the settings of one source
 */
public interface SecretSource<C extends Record> extends Plugin<C> {

  /**
   * Looks a secret up.
   *
   * @param id what stands behind {@code secret:}; untrusted: a source refuses what its own names
   *     cannot be
   * @return empty if this source is reached and has no such secret; the next one is asked then
   * @throws BackupException if the source cannot be opened, such as with {@code CONFIGURATION} for
   *     a wrong key
   * @throws IOException if it cannot be reached
   */
  Optional<Secret> find(C config, String id, Host host) throws IOException, InterruptedException;

  /**
   * Reaches the source and signs in, as {@link #find} would, without a secret in mind.
   *
   * @return what was found, for a person and without any secret; empty if this cannot be tried, or
   *     was not
   */
  default List<String> reach(C config, Host host) throws IOException, InterruptedException {
    return List.of();
  }
}
