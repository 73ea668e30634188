package digital.vya.backup.core;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.Always;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Times as clocks on a wall show them, and when that is. A time that a clock never shows, because
 * it is put forward, comes right after the gap; a time that it shows twice comes the first time. A
 * line of cron that means every hour goes on by the hour instead.
 */
sealed interface LocalTimes {

  /** The next time that a clock shows after another one; empty if it never does. */
  Optional<LocalDateTime> next(LocalDateTime after);

  /** Whether it means every hour, not some hours of the day. */
  boolean hourly();

  /** Every day, or some days of the week, at one time. */
  record Daily(Set<DayOfWeek> days, LocalTime time) implements LocalTimes {

    public Daily {
      days = days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : EnumSet.copyOf(days);
    }

    @Override
    public Optional<LocalDateTime> next(LocalDateTime after) {
      LocalDateTime at = after.toLocalDate().atTime(time);
      while (!at.isAfter(after) || !days.contains(at.getDayOfWeek())) {
        at = at.plusDays(1);
      }
      return Optional.of(at);
    }

    @Override
    public boolean hourly() {
      return false;
    }
  }

  /** A line of cron's five fields. */
  record CronLine(String text, ExecutionTime times, boolean hourly) implements LocalTimes {

    private static final CronParser PARSER =
        new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private static final Map<String, String> NICKNAMES =
        Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *");

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is none
     */
    static CronLine of(String text) {
      Cron cron = PARSER.parse(NICKNAMES.getOrDefault(text.strip(), text));
      return new CronLine(
          text,
          ExecutionTime.forCron(cron),
          cron.retrieve(CronFieldName.HOUR).getExpression() instanceof Always);
    }

    @Override
    public Optional<LocalDateTime> next(LocalDateTime after) {
      // In UTC, where each time comes once: what a zone makes of it is decided here, not there.
      return times
          .nextExecution(after.atZone(ZoneOffset.UTC))
          .map(next -> next.toLocalDateTime().truncatedTo(ChronoUnit.MINUTES));
    }
  }

  /** The first moment after another one at which it is time; empty if it never is. */
  default Optional<Instant> next(Instant after, ZoneId zone) {
    return hourly() ? byTheHour(after, zone) : byTheClock(after, zone);
  }

  private Optional<Instant> byTheClock(Instant after, ZoneId zone) {
    Optional<LocalDateTime> local = next(LocalDateTime.ofInstant(after, zone));
    // While an hour is shown the second time, what it shows was there before.
    while (local.isPresent() && !instant(local.get(), zone).isAfter(after)) {
      local = next(local.get());
    }
    return local.map(l -> instant(l, zone));
  }

  private static Instant instant(LocalDateTime local, ZoneId zone) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
    return offsets.isEmpty()
        ? zone.getRules().getTransition(local).getInstant()
        : local.toInstant(offsets.get(0));
  }

  private Optional<Instant> byTheHour(Instant after, ZoneId zone) {
    Instant from = after;
    while (true) {
      ZoneOffset offset = zone.getRules().getOffset(from);
      ZoneOffsetTransition change = zone.getRules().nextTransition(from);
      Optional<Instant> next =
          next(LocalDateTime.ofInstant(from, offset)).map(local -> local.toInstant(offset));
      if (change == null || next.isEmpty() || next.get().isBefore(change.getInstant())) {
        return next;
      }
      // What the clock shows from then on, that moment included.
      Instant there = change.getInstant();
      LocalDateTime shown = change.getDateTimeAfter();
      if (next(shown.minusMinutes(1)).filter(shown::equals).isPresent()) {
        return Optional.of(there);
      }
      from = there;
    }
  }
}
