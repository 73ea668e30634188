package digital.vya.backup.files;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import java.util.Map;

/**
 * What {@link FilesDriver} backs up.
 *
 * @param sets the file sets by name, each of which becomes an artifact of its own
 */
public record FilesConfig(@NotEmpty @Valid Map<String, FileSet> sets) {

  /** Copies the map. */
  public FilesConfig {
    sets = sets == null ? Map.of() : Map.copyOf(sets);
  }
}
