package digital.vya.backup.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What was known of a database before a run, for those who compare.
 *
 * @param at when the attempt before this one began
 * @param complete whether that attempt was complete
 * @param lastGood the last complete backup; empty if there was none
 */
public record Before(Instant at, boolean complete, Optional<Good> lastGood) {

  /**
   * A complete backup.
   *
   * @param id its id
   * @param started when work on it began
   * @param elapsed how long it took, retries included
   * @param rawBytes the length of the dump
   * @param storedBytes the length of the artifact
   */
  public record Good(
      String id, Instant started, Duration elapsed, long rawBytes, long storedBytes) {}
}
