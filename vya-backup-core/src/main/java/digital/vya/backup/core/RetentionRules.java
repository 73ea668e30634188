package digital.vya.backup.core;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What keeps a backup. A backup stays if any rule keeps it.
 *
 * @param last so many of the newest
 * @param within those that are not older
 * @param hourly the newest of each of so many hours that have one; likewise the others
 * @param floor so many good ones stay whatever the other rules say, at least 1
 */
record RetentionRules(
    OptionalInt last,
    Optional<Duration> within,
    OptionalInt hourly,
    OptionalInt daily,
    OptionalInt weekly,
    OptionalInt monthly,
    OptionalInt yearly,
    int floor) {

  static final int FLOOR = 1;

  RetentionRules {
    if (floor < 1) {
      throw new IllegalArgumentException("a floor is at least 1, not " + floor);
    }
  }

  /** Whether any rule keeps anything: one that has none deletes nothing. */
  boolean areThere() {
    return last.isPresent()
        || within.isPresent()
        || hourly.isPresent()
        || daily.isPresent()
        || weekly.isPresent()
        || monthly.isPresent()
        || yearly.isPresent();
  }
}
