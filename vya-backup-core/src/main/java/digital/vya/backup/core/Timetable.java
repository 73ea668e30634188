package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Decides what is due, by the schedules and by what this machine remembers. */
final class Timetable {

  private final Environment environment;
  private final Known known;
  private final Instant now;

  Timetable(Environment environment, Known known) {
    this.environment = environment;
    this.known = known;
    this.now = environment.clock().instant();
  }

  /** By what is remembered at this moment. */
  static Timetable fresh(Environment environment) {
    Instant now = environment.clock().instant();
    Known known;
    try {
      known = Known.of(environment.history(), now);
    } catch (IOException e) {
      known = Known.nothing(now);
    }
    return new Timetable(environment, known);
  }

  /** What is to be said about each instance that is backed up. */
  List<Due> all() throws InterruptedException {
    var all = new ArrayList<Due>();
    for (Settings.Instance<?> instance : environment.settings().enabled()) {
      all.add(decide(instance));
    }
    return all;
  }

  /** The decision about one, which another run may be working on. */
  Due decide(Settings.Instance<?> instance) throws InterruptedException {
    if (instance.options().schedule().isPresent()
        && RunLock.isHeld(environment.lockFolder(), instance.id())) {
      return new Due(
          instance.id(), false, Optional.empty(), "another run works on it at this moment");
    }
    return unlocked(instance);
  }

  /** The decision about one that no other run works on. */
  Due unlocked(Settings.Instance<?> instance) throws InterruptedException {
    Optional<Schedule> schedule = instance.options().schedule();
    if (schedule.isEmpty()) {
      return new Due(
          instance.id(),
          false,
          Optional.empty(),
          "it has no schedule, so it is backed up when somebody says so");
    }
    Optional<Known.Tries> tries = remembered(instance.id());
    Optional<Instant> tried =
        tries.isPresent() ? tries.flatMap(Known.Tries::began) : stored(instance);
    return tried.isEmpty()
        ? new Due(instance.id(), true, Optional.of(now), "it was never backed up")
        : decide(instance.id(), schedule.get(), tried.get(), tries);
  }

  private Optional<Known.Tries> remembered(String instance) {
    return known.instance(instance).filter(tries -> tries.began().isPresent());
  }

  private Due decide(String id, Schedule schedule, Instant tried, Optional<Known.Tries> tries) {
    String last = "%s, last tried at %s".formatted(schedule.text(), shown(schedule, tried));
    Optional<Instant> missed = schedule.missed(tried, now);
    if (missed.isPresent()) {
      return new Due(id, true, missed, last + ": it is due since " + shown(schedule, missed.get()));
    }
    Optional<Instant> next = schedule.next(tried.isAfter(now) ? tried : latest(schedule, tried));
    if (tries.isEmpty() || !tries.get().cameToNothing()) {
      return new Due(id, false, next, last + next.map(at -> wait(schedule, at)).orElse(""));
    }
    String how = tries.get().cutOff() ? "which was cut off" : "which came to nothing";
    Instant again = schedule.again(tried, tries.get().lastOfUse());
    if (!mayBegin(schedule, again) || next.filter(at -> at.isBefore(again)).isPresent()) {
      return new Due(
          id, false, next, last + ", " + how + next.map(at -> wait(schedule, at)).orElse(""));
    }
    return again.isAfter(now)
        ? new Due(
            id,
            false,
            Optional.of(again),
            "%s, %s: it is tried again at %s".formatted(last, how, shown(schedule, again)))
        : new Due(
            id,
            true,
            Optional.of(again),
            "%s, %s: it is tried again since %s".formatted(last, how, shown(schedule, again)));
  }

  /** An interval counts from the last attempt; a clock goes on, whatever was tried. */
  private Instant latest(Schedule schedule, Instant tried) {
    return schedule.rule() instanceof Schedule.Rule.Every ? tried : now;
  }

  /** Where somebody said how late it may begin, that goes for another attempt as well. */
  private boolean mayBegin(Schedule schedule, Instant at) {
    if (schedule.said().isEmpty() || schedule.rule() instanceof Schedule.Rule.Every) {
      return true;
    }
    Instant when = at.isAfter(now) ? at : now;
    return schedule.missed(Instant.EPOCH, when).isPresent();
  }

  private static String wait(Schedule schedule, Instant next) {
    return ": the next time is " + shown(schedule, next);
  }

  private static String shown(Schedule schedule, Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).atZone(schedule.zone()).toOffsetDateTime().toString();
  }

  /**
   * When the newest backup there is began, for a machine that forgot: one whose state folder is new
   * with every start would back up each time that it is asked.
   */
  private Optional<Instant> stored(Settings.Instance<?> instance) throws InterruptedException {
    var newest = new ArrayList<Instant>();
    Catalog.Visitor visitor =
        manifest -> {
          if (manifest.server().equals(environment.options().server())
              && !manifest.started().isAfter(now.plus(Known.AHEAD))) {
            newest.add(manifest.started());
          }
        };
    for (Settings.Destination<?> destination : environment.settings().destinations()) {
      if (instance.options().destinations().contains(destination.id())) {
        try (LocalHost host = environment.host();
            OpenDestination open = OpenDestination.open(destination, host)) {
          if (open.session().isPresent()) {
            new Catalog(environment.keys())
                .visit(open.session().get(), ArtifactSource.instance(instance.id(), ""), visitor);
          }
        } catch (IOException | UncheckedIOException | BackupException e) {
          // What cannot be looked at says nothing; a run will tell what is wrong with it.
        }
      }
    }
    return newest.stream().max(Comparator.naturalOrder());
  }

  /** The next times of all instances, the nearest first. */
  List<Upcoming> next(int count) throws InterruptedException {
    var times = new ArrayList<Upcoming>();
    for (Settings.Instance<?> instance : environment.settings().enabled()) {
      Optional<Schedule> schedule = instance.options().schedule();
      Optional<Instant> at = schedule.isEmpty() ? Optional.empty() : decide(instance).next();
      for (int n = 0; n < count && at.isPresent(); n++) {
        Instant one = at.get().isBefore(now) ? now : at.get();
        times.add(new Upcoming(one, instance.id()));
        at = schedule.orElseThrow().next(one);
      }
    }
    times.sort(Comparator.comparing(Upcoming::at).thenComparing(Upcoming::instance));
    return List.copyOf(times.subList(0, Math.min(count, times.size())));
  }
}
