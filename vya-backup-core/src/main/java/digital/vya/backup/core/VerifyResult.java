package digital.vya.backup.core;

import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.Reason;
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
 * @param reason why it was not shown to hold: {@link Reason#DATA} if it is damaged, another one if
 *     it could not be tried; empty if it is sound
 * @param warnings what a user should know
 */
public record VerifyResult(
    String destination,
    String key,
    Optional<Manifest> manifest,
    Evidence evidence,
    String problem,
    Optional<Reason> reason,
    List<String> warnings) {

  /** Copies the list. */
  public VerifyResult {
    warnings = List.copyOf(warnings);
  }

  /** Whether the backup cannot be restored as it was; false if that is only not known. */
  public boolean damaged() {
    return reason.filter(Reason.DATA::equals).isPresent();
  }

  /** Whether the backup is sound. */
  public boolean ok() {
    return problem.isEmpty();
  }
}
