package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.Before;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the history comes to, read once. Of two attempts at one instance the later line is the later
 * one, whatever the clock said: they never overlap.
 */
final class Known {

  static final int TREND = 14;

  /**
   * What is dated so far ahead was dated by a clock that was wrong, and counts for nothing: it
   * would hold back every run until that time comes.
   */
  static final Duration AHEAD = Duration.ofMinutes(15);

  private final Instant latest;
  private final Map<ArtifactSource, Track> tracks = new LinkedHashMap<>();
  private final Map<String, Tries> tries = new LinkedHashMap<>();

  private Known(Instant now) {
    this.latest = now.plus(AHEAD);
  }

  /** Nothing. */
  static Known nothing(Instant now) {
    return new Known(now);
  }

  static Known of(History history, Instant now) throws IOException {
    var known = new Known(now);
    history.read(known::add);
    return known;
  }

  void add(HistoryLine line) {
    if (line.began().isAfter(latest)) {
      return;
    }
    if (line instanceof HistoryLine.Begun begun) {
      begun.instances().forEach(i -> tries(i).begun(begun.run()));
    } else if (line instanceof HistoryLine.Result one) {
      PastResult result = one.result();
      tracks.computeIfAbsent(result.source(), Track::new).add(result);
      tries(result.source().instance()).add(result);
    }
  }

  private Tries tries(String instance) {
    return tries.computeIfAbsent(instance, any -> new Tries());
  }

  /** Of all that was ever to be backed up. */
  Collection<Track> tracks() {
    return Collections.unmodifiableCollection(tracks.values());
  }

  /** What was known of one source; also that its instance could not be reached at all. */
  Optional<Before> before(ArtifactSource source) {
    return last(source)
        .map(
            last ->
                new Before(last.at(), last.complete(), lastGood(source).flatMap(PastResult::good)));
  }

  /** The last attempt at a source, or at its instance as a whole. */
  Optional<PastResult> last(ArtifactSource source) {
    Track own = tracks.get(source);
    Track whole = tracks.get(ArtifactSource.instance(source.instance(), source.dbms()));
    return java.util.stream.Stream.of(own, whole)
        .filter(track -> track != null)
        .flatMap(track -> track.last().stream())
        .max(Comparator.comparing(PastResult::at));
  }

  /** The last good attempt at a source. */
  Optional<PastResult> lastGood(ArtifactSource source) {
    return Optional.ofNullable(tracks.get(source)).flatMap(Track::lastGood);
  }

  /** When a source was first tried, as far as that is remembered. */
  Optional<Instant> first(ArtifactSource source) {
    return Optional.ofNullable(tracks.get(source)).flatMap(Track::first);
  }

  /** How the last attempts at a whole instance ended. */
  Optional<Tries> instance(String id) {
    return Optional.ofNullable(tries.get(id));
  }

  /** Whether the server was listed since without it. */
  boolean gone(ArtifactSource source) {
    Track track = tracks.get(source);
    return track != null
        && instance(source.instance())
            .flatMap(Tries::listed)
            .filter(listed -> listed.isAfter(track.newestRun()))
            .isPresent();
  }

  /** What is remembered of one source. */
  static final class Track {

    private final ArtifactSource source;
    private final Deque<Long> sizes = new ArrayDeque<>();
    private @Nullable PastResult lastGood;
    private @Nullable Instant first;
    private @Nullable PastResult last;

    private Track(ArtifactSource source) {
      this.source = source;
    }

    private void add(PastResult result) {
      if (first == null) {
        first = result.at();
      }
      last = result;
      if (result.complete()) {
        lastGood = result;
        result.made().ifPresent(made -> sizes.addLast(made.rawBytes()));
        if (sizes.size() > TREND) {
          sizes.removeFirst();
        }
      }
    }

    ArtifactSource source() {
      return source;
    }

    Optional<Instant> first() {
      return Optional.ofNullable(first);
    }

    Optional<PastResult> last() {
      return Optional.ofNullable(last);
    }

    Optional<PastResult> lastGood() {
      return Optional.ofNullable(lastGood);
    }

    /** The lengths of the last good dumps, the oldest first. */
    List<Long> sizes() {
      return List.copyOf(sizes);
    }

    private Instant newestRun() {
      return last == null ? Instant.MIN : last.run().began();
    }
  }

  /** What is remembered of the attempts at a whole instance. */
  static final class Tries {

    private PastResult.@Nullable Run last;
    private @Nullable Instant lastOfUse;
    private @Nullable Instant listed;
    private boolean any;
    private boolean cancelled;
    private boolean stored;

    private void begun(PastResult.Run run) {
      if (run.whole()) {
        lastOfUse = lastOfUse().orElse(null);
        last = run;
        any = false;
        cancelled = false;
        stored = false;
      }
    }

    private void add(PastResult result) {
      if (!result.run().whole()) {
        return;
      }
      if (last == null || !last.id().equals(result.run().id())) {
        begun(result.run());
      }
      any = true;
      cancelled |= result.cancelled();
      stored |= result.made().isPresent();
      if (result.source().kind() != ArtifactSource.Kind.INSTANCE) {
        listed = result.run().began();
      }
    }

    /** When the last attempt began. */
    Optional<Instant> began() {
      return Optional.ofNullable(last).map(PastResult.Run::began);
    }

    /** When the last attempt began that something came of. */
    Optional<Instant> lastOfUse() {
      return cameToNothing() ? Optional.ofNullable(lastOfUse) : began();
    }

    private Optional<Instant> listed() {
      return Optional.ofNullable(listed);
    }

    /**
     * Whether it is worth another one before the next time: nothing came of it, or not all could.
     */
    boolean cameToNothing() {
      return !any || cancelled || !stored;
    }

    /** Whether it was cut off: nothing is known of its end. */
    boolean cutOff() {
      return !any;
    }
  }
}
