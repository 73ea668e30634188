package digital.vya.backup.api;

import java.util.Map;
import java.util.Optional;

/**
 * Where to restore a dump.
 *
 * @param database the name of what was dumped
 * @param target where to put it instead: another database's name, or a folder for files; empty for
 *     the original place
 * @param replace whether an existing target may be replaced
 * @param properties what {@link DumpInfo#properties()} said when the dump was made; empty for a
 *     dump without a manifest. They come from storage: check them like any other input
 */
public record RestoreRequest(
    String database, Optional<String> target, boolean replace, Map<String, String> properties) {

  /** Copies the map. */
  public RestoreRequest {
    properties = Map.copyOf(properties);
  }

  /** The name of the database that is restored: the target if there is one. */
  public String targetDatabase() {
    return target.orElse(database);
  }
}
