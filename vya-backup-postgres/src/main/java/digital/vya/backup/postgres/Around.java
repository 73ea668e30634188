package digital.vya.backup.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Statements around a dump, in the same transaction.
 *
 * @param first run before it
 * @param last run after it
 */
record Around(List<String> first, List<String> last) {

  static final Around NOTHING = new Around(List.of(), List.of());

  /** Removes what users made in a database. */
  Around emptied() {
    return new Around(List.of(script("empty.sql")), last);
  }

  /** Gives to a role what belongs to whoever restores. */
  Around ownedBy(String role) {
    String setting = "SELECT set_config('vya_backup.owner', " + Sql.literal(role) + ", true)";
    return new Around(first, List.of(setting, script("own.sql")));
  }

  private static String script(String name) {
    try (InputStream script = Around.class.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(script, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
