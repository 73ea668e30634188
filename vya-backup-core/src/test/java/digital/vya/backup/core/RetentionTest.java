package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.Evidence;
import digital.vya.backup.core.RetentionPoint.Worth;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RetentionTest {

  private static final ZoneId SAO_PAULO = ZoneId.of("America/Sao_Paulo");
  private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
  private static final List<Evidence> EVIDENCE = List.of(Evidence.values());
  private static final RetentionRules NONE = rules(0, 0, 0, 0, 1);

  @Test
  void withoutRulesNothingGoes() {
    assertThat(decide(nights(40), NONE)).allMatch(Retention.Verdict::stays);
  }

  @Test
  void theNewestStay() {
    assertThat(kept(nights(10), rules(3, 0, 0, 0, 1))).containsExactly("n0", "n1", "n2");
  }

  @Test
  void daysWeeksAndMonthsAreThoseOfTheZone() {
    List<RetentionPoint> nights = nights(400);

    List<Retention.Verdict> verdicts = decide(nights, rules(0, 7, 4, 12, 1));

    assertThat(verdicts.stream().filter(v -> v.keptBy().contains("daily"))).hasSize(7);
    assertThat(verdicts.stream().filter(v -> v.keptBy().contains("weekly"))).hasSize(4);
    assertThat(
            verdicts.stream()
                .filter(v -> v.keptBy().contains("monthly"))
                .skip(1)
                .map(v -> v.point().at().atZone(SAO_PAULO).plusDays(1).getDayOfMonth()))
        .hasSize(11)
        .containsOnly(1);
  }

  @Test
  void theHourThatAClockShowsTwiceIsTwoHours() {
    // London, 25 October 2026: 00:30Z is 01:30 summer time, 01:30Z is 01:30 winter time.
    var london = new Retention(ZoneId.of("Europe/London"), Instant.parse("2026-10-26T00:00:00Z"));
    List<RetentionPoint> points =
        List.of(
            good("summer", "2026-10-25T00:30:00Z"),
            good("winter", "2026-10-25T01:30:00Z"),
            good("later", "2026-10-25T02:30:00Z"));
    var hours =
        new RetentionRules(
            OptionalInt.empty(),
            Optional.empty(),
            OptionalInt.of(3),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            1);

    assertThat(london.decide(points, List.of(hours))).allMatch(Retention.Verdict::stays);
  }

  @Test
  void whatFailedTakesNobodysPlace() {
    List<RetentionPoint> points = new ArrayList<>(nights(6));
    for (int i = 0; i < 4; i++) {
      RetentionPoint night = points.get(i);
      points.set(
          i, new RetentionPoint(night.id(), night.at(), Worth.PARTIAL, night.evidence(), false));
    }

    // The newer four are not good: they stay because no good one follows, and count for nothing.
    assertThat(kept(points, rules(1, 0, 0, 0, 1))).containsExactly("n0", "n1", "n2", "n3", "n4");
    points.add(good("again", NOW.toString()));
    assertThat(kept(points, rules(1, 0, 0, 0, 1))).containsExactly("again");
  }

  @Test
  void whatIsDamagedTakesNobodysPlaceAndStaysAsLongAsIfItWereSound() {
    List<RetentionPoint> points = new ArrayList<>(nights(6));
    for (int i = 0; i < 2; i++) {
      points.set(i, worth(points.get(i), Worth.DAMAGED));
    }

    assertThat(kept(points, rules(2, 0, 0, 0, 1))).containsExactly("n0", "n1", "n2", "n3");
    points.add(good("again", NOW.toString()));
    assertThat(kept(points, rules(2, 0, 0, 0, 1))).containsExactly("again", "n0", "n2");
    points.add(good("once more", NOW.plusSeconds(60).toString()));
    assertThat(kept(points, rules(2, 0, 0, 0, 1))).containsExactly("once more", "again");
  }

  @Test
  void damageTakesNothingFromWhatRulesKeepOfTheOthers() {
    var random = new Random(11);
    for (int round = 0; round < 5_000; round++) {
      List<RetentionPoint> history = history(random);
      RetentionRules rules = anyRules(random);
      List<RetentionPoint> sound =
          history.stream().filter(p -> p.worth() != Worth.DAMAGED).toList();

      List<String> kept = kept(history, rules);

      assertThat(kept).as("round %s", round).containsAll(kept(sound, rules));
      assertThat(history.isEmpty() || !kept.isEmpty()).as("round %s", round).isTrue();
    }
  }

  private static RetentionPoint worth(RetentionPoint point, Worth worth) {
    return new RetentionPoint(point.id(), point.at(), worth, point.evidence(), point.pinned());
  }

  @Test
  void theFloorIsOfDecodedOnesWhereThereAreSuch() {
    List<RetentionPoint> points =
        List.of(
            new RetentionPoint("a", NOW, Worth.GOOD, Evidence.STORED, false),
            new RetentionPoint("b", NOW.minusSeconds(60), Worth.GOOD, Evidence.STORED, false),
            new RetentionPoint("c", NOW.minusSeconds(120), Worth.GOOD, Evidence.DECODED, false));

    assertThat(kept(points, rules(1, 0, 0, 0, 1))).containsExactly("a", "c");
    assertThat(kept(points, rules(1, 0, 0, 0, 2))).containsExactly("a", "c");
    assertThat(kept(points, rules(1, 0, 0, 0, 3))).containsExactly("a", "b", "c");
  }

  @Test
  void whatIsPinnedStays() {
    List<RetentionPoint> points = new ArrayList<>(nights(5));
    RetentionPoint old = points.get(4);
    points.set(4, new RetentionPoint(old.id(), old.at(), old.worth(), old.evidence(), true));

    assertThat(kept(points, rules(1, 0, 0, 0, 1))).containsExactly("n0", "n4");
  }

  @Test
  void aClockThatJumpsAheadLeavesTheFloor() {
    RetentionRules week =
        new RetentionRules(
            OptionalInt.empty(),
            Optional.of(Duration.ofDays(7)),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            2);
    var later = new Retention(SAO_PAULO, NOW.plus(Duration.ofDays(3650)));

    assertThat(later.decide(nights(30), List.of(week)).stream().filter(Retention.Verdict::stays))
        .hasSize(2);
  }

  @Test
  void noHistoryBreaksTheFloor() {
    var random = new Random(42);
    for (int round = 0; round < 20_000; round++) {
      List<RetentionPoint> history = history(random);
      RetentionRules rules = anyRules(random);
      Instant now = NOW.plus(Duration.ofHours(random.nextInt(-200_000, 200_000)));

      List<Retention.Verdict> verdicts =
          new Retention(SAO_PAULO, now).decide(history, List.of(rules));

      long good = history.stream().filter(RetentionPoint::good).count();
      long decoded = history.stream().filter(RetentionTest::decoded).count();
      assertThat(verdicts).as("round %s", round).hasSameSizeAs(history);
      assertThat(verdicts.stream().filter(v -> v.stays() && v.point().good()).count())
          .as("good ones left in round %s of %s by %s", round, history, rules)
          .isGreaterThanOrEqualTo(Math.min(good, rules.floor()));
      assertThat(verdicts.stream().filter(v -> v.stays() && decoded(v.point())).count())
          .as("decoded ones left in round %s of %s by %s", round, history, rules)
          .isGreaterThanOrEqualTo(Math.min(decoded, rules.floor()));
    }
  }

  @Test
  void decidingAgainLaterTakesNothingThatTheSameRulesKeptByCount() {
    var random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      List<RetentionPoint> history = history(random);
      RetentionRules rules =
          rules(1 + random.nextInt(5), random.nextInt(8), 0, random.nextInt(5), 1);
      List<RetentionPoint> left =
          decide(history, rules).stream()
              .filter(Retention.Verdict::stays)
              .map(Retention.Verdict::point)
              .toList();

      assertThat(decide(left, rules)).as("round %s", round).allMatch(Retention.Verdict::stays);
    }
  }

  private static boolean decoded(RetentionPoint point) {
    return point.good() && point.evidence().atLeast(Evidence.DECODED);
  }

  private static List<RetentionPoint> history(Random random) {
    return IntStream.range(0, random.nextInt(25))
        .mapToObj(
            i ->
                new RetentionPoint(
                    "b" + i,
                    NOW.minus(Duration.ofMinutes(random.nextInt(-10_000, 1_000_000))),
                    worth(random),
                    EVIDENCE.get(random.nextInt(EVIDENCE.size())),
                    random.nextInt(20) == 0))
        .toList();
  }

  private static Worth worth(Random random) {
    return random.nextInt(4) > 0
        ? Worth.GOOD
        : random.nextBoolean() ? Worth.PARTIAL : Worth.DAMAGED;
  }

  private static RetentionRules anyRules(Random random) {
    return new RetentionRules(
        some(random),
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(Duration.ofHours(random.nextInt(1, 5_000))),
        some(random),
        some(random),
        some(random),
        some(random),
        some(random),
        1 + random.nextInt(4));
  }

  private static OptionalInt some(Random random) {
    return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(6));
  }

  private static RetentionRules rules(int last, int daily, int weekly, int monthly, int floor) {
    return new RetentionRules(
        count(last),
        Optional.empty(),
        OptionalInt.empty(),
        count(daily),
        count(weekly),
        count(monthly),
        OptionalInt.empty(),
        floor);
  }

  private static OptionalInt count(int count) {
    return count == 0 ? OptionalInt.empty() : OptionalInt.of(count);
  }

  private static RetentionPoint good(String id, String at) {
    return new RetentionPoint(id, Instant.parse(at), Worth.GOOD, Evidence.DECODED, false);
  }

  /** One a night at half past midnight, the newest first. */
  private static List<RetentionPoint> nights(int count) {
    ZonedDateTime last = NOW.atZone(SAO_PAULO).withHour(0).withMinute(30);
    return IntStream.range(0, count)
        .mapToObj(i -> good("n" + i, last.minusDays(i).toInstant().toString()))
        .toList();
  }

  private static List<Retention.Verdict> decide(List<RetentionPoint> points, RetentionRules rules) {
    return new Retention(SAO_PAULO, NOW).decide(points, List.of(rules));
  }

  private static List<String> kept(List<RetentionPoint> points, RetentionRules rules) {
    return decide(points, rules).stream()
        .filter(Retention.Verdict::stays)
        .map(v -> v.point().id())
        .toList();
  }
}
