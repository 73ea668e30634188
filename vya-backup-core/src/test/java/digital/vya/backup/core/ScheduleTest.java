package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScheduleTest {

  private static final ZoneId SAO_PAULO = ZoneId.of("America/Sao_Paulo");
  private static final Schedule NIGHTLY = daily("00:30", SAO_PAULO, Optional.empty());

  private static Schedule cron(String line, ZoneId zone) {
    return new Schedule(
        new Schedule.Rule.Clock(LocalTimes.CronLine.of(line)), zone, Optional.empty());
  }

  private static Schedule daily(
      String time, ZoneId zone, Optional<Duration> tolerance, DayOfWeek... days) {
    return new Schedule(
        new Schedule.Rule.Clock(new LocalTimes.Daily(Set.of(days), LocalTime.parse(time))),
        zone,
        tolerance);
  }

  private static Schedule every(Duration pause) {
    return new Schedule(new Schedule.Rule.Every(pause), SAO_PAULO, Optional.empty());
  }

  private static Instant at(String instant) {
    return Instant.parse(instant);
  }

  /** The tables were made by tables.py beside them, which knows nothing of this program. */
  private static List<Instant> table(String name) throws IOException {
    try (InputStream in = ScheduleTest.class.getResourceAsStream("/schedule/" + name + ".txt")) {
      String text =
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().map(Instant::parse).toList();
    }
  }

  /** Someone calls every minute, as cron or a daemon does, and notes when something was due. */
  private static List<Instant> simulated(Schedule schedule, Instant from, Instant until) {
    var fired = new ArrayList<Instant>();
    Instant tried = from.minusSeconds(60);
    Optional<Instant> next = schedule.next(tried);
    for (Instant now = from; now.isBefore(until); now = now.plusSeconds(60)) {
      if (next.isPresent() && !next.get().isAfter(now)) {
        assertThat(schedule.missed(tried, now)).isEqualTo(next);
        fired.add(now);
        tried = now;
        next = schedule.next(tried);
      }
    }
    return fired;
  }

  @ParameterizedTest
  @CsvSource({
    "sao-paulo-2018-daily-0000, America/Sao_Paulo, 2018, 0 0 * * *",
    "sao-paulo-2018-daily-0030, America/Sao_Paulo, 2018, 30 0 * * *",
    "sao-paulo-2018-daily-2330, America/Sao_Paulo, 2018, 30 23 * * *",
    "sao-paulo-2026-mon-thu-0030, America/Sao_Paulo, 2026, '30 0 * * MON,THU'",
    "london-2026-daily-0130, Europe/London, 2026, 30 1 * * *",
    "london-2026-weekend-0100, Europe/London, 2026, '0 1 * * 6,7'",
    "london-2026-every-6-hours, Europe/London, 2026, 5 */6 * * *"
  })
  void aYearOfCronFiresAsTheTableSays(String table, String zone, int year, String line)
      throws IOException {
    ZoneId id = ZoneId.of(zone);
    Instant from = java.time.LocalDate.of(year, 1, 1).atStartOfDay(id).toInstant();
    Instant until = java.time.LocalDate.of(year + 1, 1, 1).atStartOfDay(id).toInstant();

    assertThat(simulated(cron(line, id), from, until)).isEqualTo(table(table));
  }

  @ParameterizedTest
  @CsvSource({
    "sao-paulo-2018-february-hourly, America/Sao_Paulo, 2018-02-16, 4, 15 * * * *",
    "sao-paulo-2018-november-hourly, America/Sao_Paulo, 2018-11-02, 4, 0 * * * *",
    "london-2026-march-hourly, Europe/London, 2026-03-28, 3, '0,30 * * * *'",
    "london-2026-october-hourly, Europe/London, 2026-10-24, 3, */20 * * * *"
  })
  void everyHourGoesOnByTheHourWhenTheClockIsChanged(
      String table, String zone, String day, int days, String line) throws IOException {
    ZoneId id = ZoneId.of(zone);
    var first = java.time.LocalDate.parse(day);

    assertThat(
            simulated(
                cron(line, id),
                first.atStartOfDay(id).toInstant(),
                first.plusDays(days).atStartOfDay(id).toInstant()))
        .isEqualTo(table(table));
  }

  @Test
  void aYearOfTimesAndWeekdaysFiresAsTheTablesSay() throws IOException {
    ZoneId london = ZoneId.of("Europe/London");

    assertThat(simulated(NIGHTLY, at("2018-01-01T02:00:00Z"), at("2019-01-01T02:00:00Z")))
        .isEqualTo(table("sao-paulo-2018-daily-0030"));
    assertThat(
            simulated(
                daily("01:30", london, Optional.empty()),
                at("2026-01-01T00:00:00Z"),
                at("2027-01-01T00:00:00Z")))
        .isEqualTo(table("london-2026-daily-0130"));
    assertThat(
            simulated(
                daily("00:30", SAO_PAULO, Optional.empty(), DayOfWeek.MONDAY, DayOfWeek.THURSDAY),
                at("2026-01-01T03:00:00Z"),
                at("2027-01-01T03:00:00Z")))
        .isEqualTo(table("sao-paulo-2026-mon-thu-0030"));
  }

  @Test
  void anIntervalKnowsNoClockOnAWall() {
    Schedule schedule = every(Duration.ofHours(24));

    assertThat(schedule.next(at("2018-11-03T03:30:00Z"))).contains(at("2018-11-04T03:30:00Z"));
    assertThat(schedule.missed(at("2018-11-03T03:30:00Z"), at("2018-11-04T03:29:59Z"))).isEmpty();
    assertThat(schedule.missed(at("2018-11-03T03:30:00Z"), at("2018-11-04T03:30:00Z"))).isPresent();
  }

  @Test
  void ofManyMissedTimesOneIsCaughtUp() {
    Instant back = at("2026-01-20T15:00:00Z");

    assertThat(NIGHTLY.missed(at("2026-01-10T03:30:00Z"), back))
        .contains(at("2026-01-11T03:30:00Z"));
    assertThat(NIGHTLY.missed(back, back.plusSeconds(60))).isEmpty();
  }

  @Test
  void aTimeThatIsLongerAgoThanTheToleranceCountsNoMore() {
    Schedule schedule = daily("00:30", SAO_PAULO, Optional.of(Duration.ofMinutes(30)));
    Instant tried = at("2026-01-10T03:30:00Z");

    assertThat(schedule.missed(tried, at("2026-01-11T03:29:59Z"))).isEmpty();
    assertThat(schedule.missed(tried, at("2026-01-11T03:30:00Z"))).isPresent();
    assertThat(schedule.missed(tried, at("2026-01-11T04:00:00Z"))).isPresent();
    assertThat(schedule.missed(tried, at("2026-01-11T04:00:01Z"))).isEmpty();
    assertThat(schedule.missed(tried, at("2026-01-12T03:40:00Z"))).isPresent();
  }

  @Test
  void whatCameToNothingIsTriedAgainAfterLongerAndLongerPauses() {
    Instant good = at("2026-01-10T03:30:00Z");
    var tries = new ArrayList<String>();
    Instant tried = at("2026-01-11T03:30:00Z");
    for (int n = 0; n < 7; n++) {
      tried = NIGHTLY.again(tried, Optional.of(good));
      tries.add(tried.toString());
    }

    assertThat(tries)
        .containsExactly(
            "2026-01-11T03:45:00Z",
            "2026-01-11T04:00:00Z",
            "2026-01-11T04:30:00Z",
            "2026-01-11T05:30:00Z",
            "2026-01-11T07:30:00Z",
            "2026-01-11T11:30:00Z",
            "2026-01-11T19:30:00Z");
    assertThat(NIGHTLY.again(tried, Optional.empty())).isEqualTo(tried.plus(Schedule.PAUSE));
  }

  @Test
  void whatIsLateIsOverdueAfterItsToleranceAndTheTimeItTakes() {
    Instant due = at("2026-01-11T03:30:00Z");

    assertThat(NIGHTLY.overdue(due, Duration.ofMinutes(5))).isEqualTo(at("2026-01-11T04:35:00Z"));
    assertThat(
            daily("00:30", SAO_PAULO, Optional.of(Duration.ofMinutes(10)))
                .overdue(due, Duration.ofMinutes(5)))
        .isEqualTo(at("2026-01-11T03:45:00Z"));
  }
}
