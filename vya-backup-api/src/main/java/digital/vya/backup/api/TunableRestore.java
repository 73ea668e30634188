package digital.vya.backup.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/**
 * An engine whose restores take {@link RestoreOptions}. What it does not say it can do is never
 * asked of it: an option is refused, not ignored.
 *
 * @param <C> the settings of one server
 */
public interface TunableRestore<C extends Record> extends DbmsDriver<C> {

  /** What it can do. */
  Set<RestoreOptions.Kind> restoreOptions();

  /**
   * Restores like {@link DbmsDriver#restore}, as the options say. With {@link
   * RestoreOptions#isPartial()} a target that holds other tables is no obstacle: with {@link
   * RestoreRequest#replace()} the tables of the dump take the place of those of the same name,
   * without it one of the same name is refused, and all others stay as they are.
   *
   * @throws BackupException if an option is not among {@link #restoreOptions}, or names a table or
   *     schema that the dump does not hold; or if something else depends on a table that would be
   *     replaced: then nothing was changed
   */
  void restore(C config, RestoreRequest into, RestoreOptions options, InputStream dump, Host host)
      throws IOException, InterruptedException;
}
