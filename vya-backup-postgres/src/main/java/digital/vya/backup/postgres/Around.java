package digital.vya.backup.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

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
    return new Around(Stream.concat(Stream.of(script("empty.sql")), first.stream()).toList(), last);
  }

  /** Makes sure of schemas first: a dump of single tables does not create what they are in. */
  Around withSchemas(List<String> names) {
    return new Around(
        names.stream().map(name -> "CREATE SCHEMA IF NOT EXISTS " + Sql.identifier(name)).toList(),
        last);
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
