package digital.vya.backup.core;

import java.util.Optional;

/**
 * What to verify, and how.
 *
 * @param id one backup; all where empty
 * @param restore whether to restore each into a scratch database, compare it and drop it again
 * @param on the instance to do that on; where empty, what the configuration names for the drills of
 *     the instance that was backed up, or that instance itself
 */
public record VerifyOrder(Optional<String> id, boolean restore, Optional<String> on) {

  /** All backups: read, decoded and compared with their hashes. */
  public static VerifyOrder all() {
    return new VerifyOrder(Optional.empty(), false, Optional.empty());
  }

  /** One backup. */
  public static VerifyOrder one(String id) {
    return new VerifyOrder(Optional.of(id), false, Optional.empty());
  }

  /** The same with a restore. */
  public VerifyOrder restoring() {
    return new VerifyOrder(id, true, on);
  }

  /** The same on another instance. */
  public VerifyOrder on(String instance) {
    return new VerifyOrder(id, true, Optional.of(instance));
  }
}
