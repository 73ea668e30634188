package digital.vya.backup.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * An engine whose server holds things that belong to no single database, such as roles, accounts
 * and grants. They become an artifact of their own. The promises D1 to D7 of {@link DbmsDriver}
 * hold here too.
 *
 * @param <C> the settings of one server
 */
public interface Globals<C extends Record> extends DbmsDriver<C> {

  /** The file name of the dump, as {@link #dumpName} gives it for a database. */
  String globalsDumpName(C config);

  /** Writes the globals to the sink and returns once they are complete. */
  DumpInfo dumpGlobals(C config, OutputStream sink, Host host)
      throws IOException, InterruptedException;

  /**
   * Restores the globals. What exists already is left as it is and told by {@link Host#warn}; it is
   * no error.
   */
  void restoreGlobals(C config, InputStream dump, Host host)
      throws IOException, InterruptedException;
}
