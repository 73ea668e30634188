package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Plays the rules over many nights of which some fail, to see what they leave. */
final class RetentionSimulation {

  private static final LocalTime NIGHTLY = LocalTime.of(0, 30);
  private static final List<Integer> BANDS = List.of(0, 1, 7, 30, 90, 365, 36_500);

  private final Environment environment;

  RetentionSimulation(Environment environment) {
    this.environment = environment;
  }

  SimulatedRetention run(String instance, String storage, int days, double failRate) {
    List<RetentionRules> rules = rules(instance, storage);
    var random = new Random(days);
    ZonedDateTime today =
        environment.clock().instant().atZone(environment.options().zone()).with(NIGHTLY);
    List<RetentionPoint> there = new ArrayList<>();
    Duration[] worst = new Duration[BANDS.size() - 1];
    java.util.Arrays.fill(worst, Duration.ZERO);
    for (int day = 0; day < days; day++) {
      ZonedDateTime night = today.minusDays(days - 1L - day);
      if (random.nextDouble() >= failRate) {
        there.add(
            new RetentionPoint(
                "day " + day,
                night.toInstant(),
                RetentionPoint.Worth.GOOD,
                Evidence.DECODED,
                false));
        there = kept(there, rules, night.toInstant());
      }
      gaps(there, night.toInstant(), worst);
    }
    return result(there, worst);
  }

  private List<RetentionRules> rules(String instance, String storage) {
    Settings settings = environment.settings();
    List<String> storages = settings.destinations().stream().map(d -> d.id()).toList();
    if (!storages.contains(storage)) {
      throw BackupException.configuration(NearMiss.unknown("storage", storage, storages));
    }
    return settings.retention().rules(settings.instance(instance).id(), storage);
  }

  private List<RetentionPoint> kept(
      List<RetentionPoint> points, List<RetentionRules> rules, Instant now) {
    return new ArrayList<>(
        new Retention(environment.options().zone(), now)
            .decide(points, rules).stream()
                .filter(Retention.Verdict::stays)
                .map(Retention.Verdict::point)
                .toList());
  }

  /** The longest time without a backup that ends at each age, as seen on one day. */
  private static void gaps(List<RetentionPoint> newestFirst, Instant now, Duration[] worst) {
    Instant later = now;
    for (RetentionPoint point : newestFirst) {
      long age = Duration.between(later, now).toDays();
      for (int band = 0; band < worst.length; band++) {
        Duration gap = Duration.between(point.at(), later);
        if (age >= BANDS.get(band) && age < BANDS.get(band + 1) && gap.compareTo(worst[band]) > 0) {
          worst[band] = gap;
        }
      }
      later = point.at();
    }
  }

  private static SimulatedRetention result(List<RetentionPoint> there, Duration[] worst) {
    var bands = new ArrayList<SimulatedRetention.Band>();
    for (int band = 0; band < worst.length; band++) {
      bands.add(new SimulatedRetention.Band(BANDS.get(band), BANDS.get(band + 1), worst[band]));
    }
    return new SimulatedRetention(there.stream().map(RetentionPoint::at).toList(), bands);
  }
}
