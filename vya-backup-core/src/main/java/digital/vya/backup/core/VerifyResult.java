package digital.vya.backup.core;

import digital.vya.backup.api.Evidence;
import java.util.List;
import java.util.Optional;

/**
 * What verifying one stored backup showed.
 *
 * @param destination the id of the storage
 * @param key the key of the manifest
 * @param manifest the manifest, empty if it cannot be read
 * @param evidence what the backup was shown to hold; {@link Evidence#STORED} if it is damaged
 * @param problem what is wrong with it, empty if nothing is
 * @param warnings what a user should know
 */
public record VerifyResult(
    String destination,
    String key,
    Optional<Manifest> manifest,
    Evidence evidence,
    String problem,
    List<String> warnings) {

  /** Copies the list. */
  public VerifyResult {
    warnings = List.copyOf(warnings);
  }

  /** Whether the backup is sound. */
  public boolean ok() {
    return problem.isEmpty();
  }
}
