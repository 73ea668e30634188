package digital.vya.backup.core;

import java.time.Instant;
import java.util.Optional;

/**
 * What a restore left beside its target.
 *
 * @param id the id of the restore
 * @param instance the instance it was in
 * @param target what it restored
 * @param name what was left: the one that was replaced, or the scratch database of a test
 * @param since when it was left
 * @param until when it is dropped by a later run; empty for a test, which stays until it is
 *     discarded
 */
public record KeptRestore(
    String id,
    String instance,
    String target,
    String name,
    Instant since,
    Optional<Instant> until) {

  /** Whether an undo can bring it back. */
  public boolean undoable() {
    return until.isPresent();
  }
}
