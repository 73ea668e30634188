package digital.vya.backup.core;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/**
 * When an instance is to be backed up.
 *
 * @param rule the times
 * @param zone the zone of the clock that shows them
 * @param said how late a backup may be, where somebody said so
 */
record Schedule(Rule rule, ZoneId zone, Optional<Duration> said) {

  /** How late a backup may be where nobody said so. */
  static final Duration TOLERANCE = Duration.ofHours(1);

  /** The shortest time until a backup that came to nothing is tried again. */
  static final Duration PAUSE = Duration.ofMinutes(15);

  /** Which times. */
  sealed interface Rule {

    /** Times that a clock shows. */
    record Clock(LocalTimes times) implements Rule {}

    /** So long after the last time. */
    record Every(Duration pause) implements Rule {}
  }

  /**
   * The first time after an attempt that began then; empty if there never is one.
   *
   * @param after when the last attempt began
   */
  Optional<Instant> next(Instant after) {
    return rule instanceof Rule.Every every
        ? Optional.of(after.plus(every.pause()))
        : ((Rule.Clock) rule).times().next(after, zone);
  }

  /**
   * The time that has come and that nobody has tried yet. Where somebody said how late it may be, a
   * time that is longer ago counts no more.
   *
   * @param tried when the last attempt began
   */
  Optional<Instant> missed(Instant tried, Instant now) {
    if (rule instanceof Rule.Every || said.isEmpty()) {
      return next(tried).filter(at -> !at.isAfter(now));
    }
    Instant oldest = now.minus(said.get()).minusNanos(1);
    return next(tried.isAfter(oldest) ? tried : oldest).filter(at -> !at.isAfter(now));
  }

  /**
   * When an attempt that came to nothing is made again, unless its next time comes before: after as
   * long as it has been tried for already, so that a fault of a day is not told a hundred times.
   *
   * @param tried when the last attempt began
   * @param good when the last one that came to something began
   */
  Instant again(Instant tried, Optional<Instant> good) {
    Duration since =
        good.flatMap(this::next)
            .filter(due -> due.isBefore(tried))
            .map(due -> Duration.between(due, tried))
            .orElse(PAUSE);
    Duration day = Duration.ofDays(1);
    Duration pause = since.compareTo(PAUSE) < 0 ? PAUSE : since.compareTo(day) > 0 ? day : since;
    return tried.plus(pause);
  }

  /** From when on a backup is missed that was due then. */
  Instant overdue(Instant due, Duration lastTook) {
    return due.plus(said.orElse(TOLERANCE)).plus(lastTook);
  }

  /** How people read it. */
  String text() {
    if (rule instanceof Rule.Every every) {
      return "every " + text(every.pause());
    }
    LocalTimes times = ((Rule.Clock) rule).times();
    if (times instanceof LocalTimes.CronLine cron) {
      return "cron " + cron.text() + " (" + zone + ")";
    }
    var daily = (LocalTimes.Daily) times;
    String days =
        daily.days().size() == 7
            ? "every day"
            : String.join(
                ", ", daily.days().stream().map(d -> d.name().toLowerCase(Locale.ROOT)).toList());
    return days + " at " + daily.time() + " (" + zone + ")";
  }

  static String text(Duration duration) {
    return duration.isZero() ? "0s" : duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
