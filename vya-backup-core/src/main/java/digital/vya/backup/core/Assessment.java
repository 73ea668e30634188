package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds out how well this machine is backed up. */
final class Assessment {

  private static final Comparator<ArtifactSource> BY_NAME =
      Comparator.comparing((ArtifactSource s) -> s.instance())
          .thenComparing(ArtifactSource::kind, Comparator.reverseOrder())
          .thenComparing(ArtifactSource::database)
          .thenComparing(ArtifactSource::dbms);

  private static final Comparator<DatabaseStatus.Good> OLDEST_FIRST =
      Comparator.comparing(DatabaseStatus.Good::at).thenComparing(DatabaseStatus.Good::id);

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
      recent.put(track.source(), new Recent(track.lastGood().map(Assessment::good), track.sizes()));
    }
    ServerStatus all = status(recent, destinations);
    return new ServerStatus(
        all.server(),
        all.zone(),
        all.written(),
        all.databases().stream().filter(d -> !d.gone()).toList(),
        all.storages());
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
      throws IOException, InterruptedException {
    var newest = new HashMap<ArtifactSource, Map<String, DatabaseStatus.Good>>();
    for (OpenDestination destination : destinations) {
      if (destination.session().isPresent()) {
        new Catalog(environment.keys())
            .visit(
                destination.session().get(),
                ArtifactSource.instance("", ""),
                visitor(destination.id(), newest, problems));
      }
    }
    var recent = new HashMap<ArtifactSource, Recent>();
    newest.forEach((source, goods) -> recent.put(source, recent(goods.values())));
    return status(recent, destinations);
  }

  private static Recent recent(Collection<DatabaseStatus.Good> goods) {
    List<DatabaseStatus.Good> sorted = goods.stream().sorted(OLDEST_FIRST).toList();
    return new Recent(
        Optional.of(sorted.get(sorted.size() - 1)),
        sorted.stream().map(DatabaseStatus.Good::rawBytes).toList());
  }

  private Catalog.Visitor visitor(
      String storage,
      Map<ArtifactSource, Map<String, DatabaseStatus.Good>> newest,
      List<String> problems) {
    return new Catalog.Visitor() {
      @Override
      public void backup(Manifest manifest) {
        boolean ours = manifest.server().equals(environment.options().server());
        boolean ahead = manifest.started().isAfter(now.plus(Known.AHEAD));
        if (ours && !ahead && manifest.omissions().count() == 0) {
          keep(newest.computeIfAbsent(manifest.source(), any -> new HashMap<>()), manifest);
        }
      }

      @Override
      public void broken(String key, String problem) {
        problems.add(storage + ": " + key + ": " + problem);
      }
    };
  }

  /** Each backup once, wherever it is stored, and only as many as are looked at. */
  private static void keep(Map<String, DatabaseStatus.Good> newest, Manifest manifest) {
    newest.put(manifest.id(), good(manifest));
    if (newest.size() > Known.TREND) {
      newest.values().stream().min(OLDEST_FIRST).ifPresent(oldest -> newest.remove(oldest.id()));
    }
  }

  private static DatabaseStatus.Good good(Manifest manifest) {
    return new DatabaseStatus.Good(
        manifest.id(),
        manifest.started(),
        Duration.between(manifest.started(), manifest.finished()),
        manifest.dump().bytes(),
        manifest.artifact().bytes(),
        manifest.proof().evidence());
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
