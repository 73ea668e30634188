package digital.vya.backup.core;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads when instances are to be backed up: what they say themselves, else what the file says. */
final class ScheduleRules {

  private final Problems problems;
  private final ZoneId zone;
  private final Optional<Schedule> usual;

  /**
   * @param zone where a schedule says none
   * @param keys what holds for instances that say nothing
   */
  ScheduleRules(Problems problems, ZoneId zone, ConfigShape.@Nullable ScheduleKeys keys) {
    this.problems = problems;
    this.zone = zone;
    this.usual = keys == null ? Optional.empty() : read(keys, "schedule");
  }

  /** The schedule of the instance whose own one is at {@code path}; empty if it has none. */
  Optional<Schedule> of(ConfigShape.@Nullable ScheduleKeys keys, String path) {
    return keys == null ? usual : read(keys, path);
  }

  private Optional<Schedule> read(ConfigShape.ScheduleKeys keys, String path) {
    if (keys.weekdays() != null && (keys.cron() != null || keys.every() != null)) {
      problems.add(path, "has weekdays without the time they belong to");
    }
    Optional<Schedule> schedule =
        rule(keys, path)
            .map(
                rule ->
                    new Schedule(
                        rule,
                        Objects.requireNonNullElse(keys.timezone(), zone),
                        Optional.ofNullable(keys.tolerance())));
    return Boolean.FALSE.equals(keys.enabled()) ? Optional.empty() : schedule;
  }

  /** Nothing if something is wrong with it, which was told. */
  private Optional<Schedule.Rule> rule(ConfigShape.ScheduleKeys keys, String path) {
    if (keys.cron() != null) {
      return cron(keys.cron(), path + ".cron").map(Schedule.Rule.Clock::new);
    }
    if (keys.time() != null) {
      Set<java.time.DayOfWeek> days =
          Set.copyOf(Objects.requireNonNullElse(keys.weekdays(), List.of()));
      return Optional.of(new Schedule.Rule.Clock(new LocalTimes.Daily(days, keys.time())));
    }
    Duration every = keys.every();
    if (every != null && every.compareTo(Duration.ofMinutes(1)) < 0) {
      problems.add(path + ".every", "must be 1m or longer");
      return Optional.empty();
    }
    return Optional.ofNullable(every).map(Schedule.Rule.Every::new);
  }

  private Optional<LocalTimes> cron(String text, String path) {
    try {
      LocalTimes line = LocalTimes.CronLine.of(text);
      if (line.next(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC)).isPresent()) {
        return Optional.of(line);
      }
      problems.add(path, "names a day that never comes, so nothing would ever be backed up");
    } catch (IllegalArgumentException e) {
      problems.add(
          path,
          "is no line of cron's five fields, such as \"30 0 * * 1-5\""
              + why(String.valueOf(e.getMessage())));
    }
    return Optional.empty();
  }

  /** What the parser says, unless it quotes the value: that may be a misplaced secret. */
  private static String why(String message) {
    String why = message.replace("Failed to parse cron expression. ", "");
    return why.matches("Value \\d+ not in range .*|Invalid range! .*|.* contains \\d+ parts .*")
        ? ": " + why
        : "";
  }
}
