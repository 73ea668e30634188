package digital.vya.backup.core;

import digital.vya.backup.api.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Decides which backups of one database in one storage stay.
 *
 * <p>Promise <b>R1</b>: of the good ones at least as many stay as the floor says, or all where
 * there are fewer; and what is not good takes nobody's place. Where there are enough that are
 * {@link Evidence#DECODED}, the floor is made of those. What is damaged may be all that is left of
 * its time: it stays as long as it would if it were sound, beside the good ones and in the place of
 * none.
 */
final class Retention {

  static final String FUTURE = "dated in the future";

  private static final Duration CLOCK_SLACK = Duration.ofDays(1);

  private static final Comparator<RetentionPoint> NEWEST_FIRST =
      Comparator.comparing(RetentionPoint::at).thenComparing(RetentionPoint::id).reversed();

  private final ZoneId zone;
  private final Instant now;

  /**
   * @param zone where days and weeks begin
   */
  Retention(ZoneId zone, Instant now) {
    this.zone = zone;
    this.now = now;
  }

  /**
   * What becomes of a backup.
   *
   * @param keptBy the rules that keep it; if there is none, it goes
   */
  record Verdict(RetentionPoint point, List<String> keptBy) {

    Verdict {
      keptBy = List.copyOf(keptBy);
    }

    boolean stays() {
      return !keptBy.isEmpty();
    }
  }

  /**
   * The verdicts, newest backup first.
   *
   * @param sets rules from several places: what any of them keeps stays
   */
  List<Verdict> decide(List<RetentionPoint> points, List<RetentionRules> sets) {
    List<RetentionPoint> newestFirst = points.stream().sorted(NEWEST_FIRST).toList();
    List<RetentionPoint> good =
        newestFirst.stream().filter(RetentionPoint::good).filter(p -> !isAhead(p)).toList();
    var kept = new HashMap<String, List<String>>();
    if (sets.stream().noneMatch(RetentionRules::areThere)) {
      newestFirst.forEach(point -> keep(kept, point, "no rule"));
    }
    newestFirst.stream().filter(this::isAhead).forEach(point -> keep(kept, point, FUTURE));
    newestFirst.stream()
        .filter(RetentionPoint::pinned)
        .forEach(point -> keep(kept, point, "pinned"));
    for (RetentionRules rules : sets) {
      rules.within().ifPresent(age -> within(kept, newestFirst, now.minus(age)));
      first(kept, good, rules.last(), "last");
      calendar(kept, good, rules);
      floor(kept, good, rules.floor());
      damaged(kept, newestFirst, rules);
    }
    unsettled(kept, newestFirst, good);
    return newestFirst.stream()
        .map(point -> new Verdict(point, kept.getOrDefault(point.id(), List.of())))
        .toList();
  }

  /**
   * Whether it is dated in the future: then this clock is wrong or the one it was made by was, and
   * it stays without counting.
   */
  private boolean isAhead(RetentionPoint point) {
    return point.at().isAfter(now.plus(CLOCK_SLACK));
  }

  private static void keep(Map<String, List<String>> kept, RetentionPoint point, String rule) {
    List<String> rules = kept.computeIfAbsent(point.id(), any -> new ArrayList<>());
    if (!rules.contains(rule)) {
      rules.add(rule);
    }
  }

  private static void within(
      Map<String, List<String>> kept, List<RetentionPoint> points, Instant oldest) {
    points.stream().filter(p -> !p.at().isBefore(oldest)).forEach(p -> keep(kept, p, "within"));
  }

  private static void first(
      Map<String, List<String>> kept, List<RetentionPoint> points, OptionalInt count, String rule) {
    points.stream().limit(count.orElse(0)).forEach(point -> keep(kept, point, rule));
  }

  private void calendar(
      Map<String, List<String>> kept, List<RetentionPoint> good, RetentionRules rules) {
    newestOfEach(kept, good, rules.hourly(), "hourly", this::hour);
    newestOfEach(kept, good, rules.daily(), "daily", this::day);
    newestOfEach(kept, good, rules.weekly(), "weekly", this::week);
    newestOfEach(kept, good, rules.monthly(), "monthly", point -> day(point).withDayOfMonth(1));
    newestOfEach(kept, good, rules.yearly(), "yearly", point -> day(point).withDayOfYear(1));
  }

  private static void newestOfEach(
      Map<String, List<String>> kept,
      List<RetentionPoint> good,
      OptionalInt periods,
      String rule,
      Function<RetentionPoint, Object> period) {
    Set<Object> seen = new HashSet<>();
    for (RetentionPoint point : good) {
      if (seen.size() < periods.orElse(0) && seen.add(period.apply(point))) {
        keep(kept, point, rule);
      }
    }
  }

  /** By its first instant: the hour that a clock shows twice in autumn is two hours. */
  private Instant hour(RetentionPoint point) {
    ZonedDateTime local = point.at().atZone(zone);
    return local.truncatedTo(ChronoUnit.HOURS).toInstant();
  }

  private LocalDate day(RetentionPoint point) {
    return point.at().atZone(zone).toLocalDate();
  }

  private String week(RetentionPoint point) {
    LocalDate day = day(point);
    return day.get(IsoFields.WEEK_BASED_YEAR) + "-" + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
  }

  private static void floor(Map<String, List<String>> kept, List<RetentionPoint> good, int floor) {
    Predicate<RetentionPoint> decoded = point -> point.evidence().atLeast(Evidence.DECODED);
    List<RetentionPoint> best = good.stream().filter(decoded).limit(floor).toList();
    best.forEach(point -> keep(kept, point, "floor"));
    good.stream()
        .filter(decoded.negate())
        .limit(floor - best.size())
        .forEach(point -> keep(kept, point, "floor"));
  }

  private void damaged(
      Map<String, List<String>> kept, List<RetentionPoint> newestFirst, RetentionRules rules) {
    List<RetentionPoint> asIfSound =
        newestFirst.stream()
            .filter(point -> point.good() || point.worth() == RetentionPoint.Worth.DAMAGED)
            .filter(point -> !isAhead(point))
            .toList();
    var would = new HashMap<String, List<String>>();
    first(would, asIfSound, rules.last(), "last");
    calendar(would, asIfSound, rules);
    asIfSound.stream()
        .filter(point -> !point.good())
        .forEach(
            point ->
                would
                    .getOrDefault(point.id(), List.of())
                    .forEach(rule -> keep(kept, point, rule + " (damaged)")));
  }

  /** What is not good may be all there is of its time, until a good one follows it. */
  private static void unsettled(
      Map<String, List<String>> kept, List<RetentionPoint> all, List<RetentionPoint> good) {
    for (RetentionPoint point : all) {
      boolean followed = !good.isEmpty() && NEWEST_FIRST.compare(good.get(0), point) < 0;
      if (!point.good() && !followed) {
        keep(kept, point, "no good one since");
      }
    }
  }
}
