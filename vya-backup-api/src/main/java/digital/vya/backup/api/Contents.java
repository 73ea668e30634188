package digital.vya.backup.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * An engine that can tell what is inside a dump without restoring it: what a dry run of a restore
 * shows.
 *
 * @param <C> the settings of one server
 */
public interface Contents<C extends Record> extends DbmsDriver<C> {

  /**
   * Reads the dump to its end and hands over one line per thing that a restore would create, where
   * it would create it. Changes nothing; memory stays constant for any number of lines.
   *
   * @throws BackupException if the dump is damaged
   */
  void contents(C config, RestoreRequest into, InputStream dump, Consumer<String> line, Host host)
      throws IOException, InterruptedException;
}
