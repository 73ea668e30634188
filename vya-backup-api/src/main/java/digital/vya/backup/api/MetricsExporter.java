package digital.vya.backup.api;

import java.io.IOException;
import java.util.List;

/**
 * Hands figures to a monitoring system. Each export holds all that is known, not only what the last
 * run did: a process that lives for a minute must not make the others' figures vanish.
 *
 * <p>Promise <b>M1</b>: an exporter that fails or hangs never changes what an operation comes to,
 * and is itself reported. The core holds it for every exporter, by a thread and a timeout of its
 * own. An exporter holds its own half: it throws when it could not hand everything over, it leaves
 * the figures of before or the new ones and never a mixture, it ends within 5 seconds of an
 * interrupt, and it shows no secret in what it throws.
 *
 * @param <C> the settings of one place to export to
 */
public interface MetricsExporter<C extends Record> extends Plugin<C> {

  /** Hands over what is known now, in the place of what was handed over before, or throws. */
  void export(C config, ServerFigures status, Host host) throws IOException, InterruptedException;

  /**
   * Reaches the place as {@link #export} would, and changes nothing there.
   *
   * @return what was found, for a person; empty if this cannot be tried without exporting, or was
   *     not
   */
  default List<String> reach(C config, Host host) throws IOException, InterruptedException {
    return List.of();
  }
}
