package digital.vya.backup.core;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What rules leave after many nights.
 *
 * @param left the moments of the backups that are there in the end, newest first
 * @param bands how far apart backups were at the worst, by their age
 */
public record SimulatedRetention(List<Instant> left, List<Band> bands) {

  /** Copies the lists. */
  public SimulatedRetention {
    left = List.copyOf(left);
    bands = List.copyOf(bands);
  }

  /**
   * Backups of some age.
   *
   * @param fromDays how old at least
   * @param toDays and younger than that
   * @param worstGap the longest time between two neighbours that was ever seen; zero for none
   */
  public record Band(int fromDays, int toDays, Duration worstGap) {}
}
