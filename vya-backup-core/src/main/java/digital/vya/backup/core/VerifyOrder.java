package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What to verify, and how.
 *
 * @param id one backup; all where empty
 * @param restore whether to restore each into a scratch database, compare it and drop it again
 * @param on the instance to do that on; where empty, what the configuration names for the drills of
 *     the instance that was backed up, or that instance itself
 * @param sample how many of each storage, those first that were never verified, then those that
 *     were so longest ago; where empty, all
 * @param rate how many stored bytes are read in a second at the most, from all storages together
 */
public record VerifyOrder(
    Optional<String> id,
    boolean restore,
    Optional<String> on,
    Optional<Sample> sample,
    OptionalLong rate) {

  /** All backups: read, decoded and compared with their hashes. */
  public static VerifyOrder all() {
    return new VerifyOrder(
        Optional.empty(), false, Optional.empty(), Optional.empty(), OptionalLong.empty());
  }

  /** One backup. */
  public static VerifyOrder one(String id) {
    return new VerifyOrder(
        Optional.of(id), false, Optional.empty(), Optional.empty(), OptionalLong.empty());
  }

  /** The same with a restore. */
  public VerifyOrder restoring() {
    return new VerifyOrder(id, true, on, sample, rate);
  }

  /** The same on another instance. */
  public VerifyOrder on(String instance) {
    return new VerifyOrder(id, true, Optional.of(instance), sample, rate);
  }

  /** A part of all. */
  public VerifyOrder sampling(Sample part) {
    return new VerifyOrder(Optional.empty(), restore, on, Optional.of(part), rate);
  }

  /**
   * The same, but slowly.
   *
   * @param perSecond such as {@code 500000}, {@code 20MB} or {@code 512KiB}
   * @throws BackupException with reason CONFIGURATION if it is no such thing
   */
  public VerifyOrder slowly(String perSecond) {
    Bandwidth bandwidth =
        Bandwidth.parse(perSecond)
            .orElseThrow(
                () ->
                    BackupException.configuration(
                        "the rate "
                            + Bandwidth.FORM_TEXT
                            + ", from 1KB to 1TB, and not "
                            + Shown.name(perSecond)));
    return new VerifyOrder(id, restore, on, sample, OptionalLong.of(bandwidth.bytes()));
  }
}
