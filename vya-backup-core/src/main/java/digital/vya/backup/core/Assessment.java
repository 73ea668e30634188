package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds out how well this machine is backed up. */
final class Assessment {

  static final Comparator<ArtifactSource> BY_NAME =
      Comparator.comparing((ArtifactSource s) -> s.instance())
          .thenComparing(ArtifactSource::kind, Comparator.reverseOrder())
          .thenComparing(ArtifactSource::database)
          .thenComparing(ArtifactSource::dbms);

  private final Environment environment;
  private final Known known;
  private final Instant now;

  Assessment(Environment environment, Known known) {
    this.environment = environment;
    this.known = known;
    this.now = environment.clock().instant();
  }

  /** The last good backup of a source, and how long its dumps were, the oldest first. */
  private record Recent(Optional<DatabaseStatus.Good> good, List<Long> trend) {

    static final Recent NOTHING = new Recent(Optional.empty(), List.of());
  }

  /** By what this machine remembers: quick, for the end of a run. */
  ServerStatus remembered(List<OpenDestination> destinations) {
    var recent = new HashMap<ArtifactSource, Recent>();
    for (Known.Track track : known.tracks()) {
      recent.put(track.source(), recent(track));
    }
    ServerStatus all = status(recent, destinations);
    return new ServerStatus(
        all.server(),
        all.zone(),
        all.written(),
        all.databases().stream().filter(d -> !d.gone()).toList(),
        lastKnown(all.storages()));
  }

  /** Not every run uses every storage, and what is not measured now was measured before. */
  private List<ServerStatus.Room> lastKnown(List<ServerStatus.Room> measured) {
    var rooms = new TreeMap<String, ServerStatus.Room>();
    StatusFile.last(environment.options().stateDir())
        .filter(last -> last.server().equals(environment.options().server()))
        .ifPresent(last -> last.storages().forEach(room -> rooms.put(room.id(), room)));
    rooms
        .keySet()
        .retainAll(
            environment.settings().destinations().stream().map(Settings.Destination::id).toList());
    measured.forEach(room -> rooms.put(room.id(), room));
    return List.copyOf(rooms.values());
  }

  private static DatabaseStatus.Good good(PastResult result) {
    PastResult.Made made = result.made().orElseThrow();
    return new DatabaseStatus.Good(
        made.id(),
        result.at(),
        result.ended().elapsed(),
        made.rawBytes(),
        made.storedBytes(),
        made.evidence());
  }

  /** By what the storages hold, which is what could be restored. */
  ServerStatus stored(List<OpenDestination> destinations, List<String> problems)
      throws InterruptedException {
    var reading = new StorageReading(environment, now, problems);
    var unread = new HashSet<String>();
    for (OpenDestination destination : destinations) {
      if (!reading.all(destination)) {
        unread.add(destination.id());
      }
    }
    var recent = new HashMap<ArtifactSource, Recent>();
    reading.newest().forEach((source, goods) -> recent.put(source, recent(goods)));
    remember(unread, recent);
    return status(recent, destinations);
  }

  /** What could not be read may hold what is remembered, so nobody may take that for missing. */
  private void remember(Set<String> unread, Map<ArtifactSource, Recent> recent) {
    for (Settings.Instance<?> instance : environment.settings().enabled()) {
      if (instance.options().destinations().stream().anyMatch(unread::contains)) {
        known.tracks().stream()
            .filter(track -> track.source().instance().equals(instance.id()))
            .forEach(track -> recent.merge(track.source(), recent(track), Assessment::newer));
      }
    }
  }

  private static Recent recent(Known.Track track) {
    return new Recent(track.lastGood().map(Assessment::good), track.sizes());
  }

  private static Recent newer(Recent read, Recent remembered) {
    Optional<Instant> at = read.good().map(DatabaseStatus.Good::at);
    return remembered.good().filter(good -> at.isEmpty() || good.at().isAfter(at.get())).isPresent()
        ? remembered
        : read;
  }

  private static Recent recent(Collection<DatabaseStatus.Good> goods) {
    List<DatabaseStatus.Good> sorted = goods.stream().sorted(StorageReading.OLDEST_FIRST).toList();
    return new Recent(
        Optional.of(sorted.get(sorted.size() - 1)),
        sorted.stream().map(DatabaseStatus.Good::rawBytes).toList());
  }

  private ServerStatus status(
      Map<ArtifactSource, Recent> recent, List<OpenDestination> destinations) {
    RunOptions options = environment.options();
    var databases = new ArrayList<DatabaseStatus>();
    for (Settings.Instance<?> instance : environment.settings().enabled()) {
      List<ArtifactSource> sources =
          Stream.concat(recent.keySet().stream(), known.tracks().stream().map(Known.Track::source))
              .filter(s -> s.instance().equals(instance.id()))
              .filter(s -> s.kind() != ArtifactSource.Kind.INSTANCE)
              .distinct()
              .sorted(BY_NAME)
              .toList();
      List<ArtifactSource> all =
          sources.isEmpty()
              ? List.of(ArtifactSource.instance(instance.id(), instance.driver().name()))
              : sources;
      for (ArtifactSource source : all) {
        databases.add(status(instance, source, recent.getOrDefault(source, Recent.NOTHING)));
      }
    }
    return new ServerStatus(options.server(), options.zone(), now, databases, rooms(destinations));
  }

  private DatabaseStatus status(
      Settings.Instance<?> instance, ArtifactSource source, Recent recent) {
    Optional<DatabaseStatus.Good> good = recent.good().map(g -> timed(source, g));
    boolean gone = known.gone(source);
    Optional<Schedule> schedule = instance.options().schedule().filter(s -> !gone);
    Optional<Instant> due = schedule.flatMap(s -> due(s, source, good));
    return new DatabaseStatus(
        source,
        known
            .last(source)
            .map(
                last ->
                    new DatabaseStatus.Last(
                        last.at(), last.ended().outcome(), last.ended().problem())),
        good,
        recent.trend(),
        due,
        due.map(
            at ->
                schedule
                    .orElseThrow()
                    .overdue(at, good.map(DatabaseStatus.Good::elapsed).orElse(Duration.ZERO))),
        gone);
  }

  /** A manifest does not tell how long all of it took, so that others would judge otherwise. */
  private DatabaseStatus.Good timed(ArtifactSource source, DatabaseStatus.Good good) {
    return known
        .lastGood(source)
        .filter(result -> result.made().filter(m -> m.id().equals(good.id())).isPresent())
        .map(
            result ->
                new DatabaseStatus.Good(
                    good.id(),
                    result.at(),
                    result.ended().elapsed(),
                    good.rawBytes(),
                    good.storedBytes(),
                    good.evidence()))
        .orElse(good);
  }

  /** The first time after the last good backup; without one it was due when it was first tried. */
  private Optional<Instant> due(
      Schedule schedule, ArtifactSource source, Optional<DatabaseStatus.Good> good) {
    return good.isPresent() ? schedule.next(good.get().at()) : known.first(source);
  }

  private static List<ServerStatus.Room> rooms(List<OpenDestination> destinations) {
    var rooms = new TreeMap<String, ServerStatus.Room>();
    for (OpenDestination destination : destinations) {
      if (destination.session().isPresent()) {
        OptionalLong free;
        try {
          free = destination.session().get().freeBytes();
        } catch (IOException e) {
          free = OptionalLong.empty();
        }
        rooms.put(destination.id(), new ServerStatus.Room(destination.id(), free));
      }
    }
    return List.copyOf(rooms.values());
  }
}
