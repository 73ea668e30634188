package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.api.StoredObject;
import digital.vya.backup.api.TableFingerprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Sees that a backup is far smaller than those before it: a database that somebody emptied dumps
 * without any error. It is compared with what the storages hold; those that are themselves far too
 * small count only once somebody said that this is right, and then what is before them no more.
 */
final class ShrinkGuard {

  /** So many nights may be too small one after the other, and it still is seen. */
  private static final int LOOKED_AT = 1_000;

  private final ShrinkLimits limits;
  private final ArtifactKeys keys;

  ShrinkGuard(ShrinkLimits limits, ArtifactKeys keys) {
    this.limits = limits;
    this.keys = keys;
  }

  /**
   * How much smaller a backup is than those before it; empty if it is not, or nobody knows.
   *
   * @param made the backup, whose manifest is not in the storages yet
   * @param destinations the storages that hold its artifact: one that failed is not waited for
   */
  Optional<Shrink> judge(Manifest made, List<OpenDestination> destinations, LocalHost host)
      throws InterruptedException {
    if (!limits.enabled()) {
      return Optional.empty();
    }
    List<Manifest> before = before(made, destinations, host);
    var figures = new ArrayList<Shrink.Figure>();
    for (Shrink.Measure measure : Shrink.Measure.values()) {
      figure(measure, made, before).ifPresent(figures::add);
    }
    return figures.isEmpty()
        ? Optional.empty()
        : Optional.of(new Shrink(figures, Optional.empty()));
  }

  private Optional<Shrink.Figure> figure(
      Shrink.Measure measure, Manifest made, List<Manifest> before) {
    OptionalLong is = of(measure, made);
    long[] were =
        before.stream().map(m -> of(measure, m)).flatMapToLong(OptionalLong::stream).toArray();
    if (is.isEmpty() || were.length == 0) {
      return Optional.empty();
    }
    long was = median(were);
    boolean less = is.getAsLong() < was / 100.0 * limits.percent(measure);
    return less && was - is.getAsLong() >= limits.least(measure)
        ? Optional.of(new Shrink.Figure(measure, is.getAsLong(), was, were.length))
        : Optional.empty();
  }

  /** What has a name in parentheses is no table. Without any fingerprint nobody knows. */
  private static OptionalLong of(Shrink.Measure measure, Manifest manifest) {
    if (measure == Shrink.Measure.BYTES) {
      return OptionalLong.of(manifest.dump().bytes());
    }
    if (manifest.fingerprints().isEmpty()) {
      return OptionalLong.empty();
    }
    List<TableFingerprint> tables =
        manifest.fingerprints().stream().filter(f -> !f.table().startsWith("(")).toList();
    return OptionalLong.of(
        measure == Shrink.Measure.TABLES
            ? tables.size()
            : tables.stream().mapToLong(TableFingerprint::rows).sum());
  }

  private static long median(long[] values) {
    java.util.Arrays.sort(values);
    int half = values.length / 2;
    return values.length % 2 == 1
        ? values[half]
        : values[half - 1] + (values[half] - values[half - 1]) / 2;
  }

  /**
   * Those of the storage that knows most of them: one may have been away for long. Nothing is tried
   * twice, as the run waits; where one breaks off, what it told so far counts.
   */
  private List<Manifest> before(Manifest made, List<OpenDestination> destinations, LocalHost host)
      throws InterruptedException {
    List<Manifest> most = List.of();
    for (OpenDestination destination : destinations) {
      Optional<StorageSession> session = destination.plain();
      if (session.isEmpty() || destination.breaker().isOpen() || most.size() >= limits.last()) {
        continue;
      }
      var there = new ArrayList<Manifest>();
      try {
        addBefore(made, session.get(), there);
      } catch (IOException | UncheckedIOException | BackupException e) {
        host.warn(
            "could not be compared with those before it in "
                + destination.id()
                + ": "
                + Failures.of("cannot read them", e).getMessage());
      }
      most = there.size() > most.size() ? there : most;
    }
    return most;
  }

  private void addBefore(Manifest made, StorageSession session, List<Manifest> before)
      throws IOException, InterruptedException {
    for (String key : newestFirst(made.source(), session)) {
      Optional<Manifest> read = read(session, key).filter(m -> counts(m, made));
      read.ifPresent(before::add);
      boolean enough = before.size() >= limits.last();
      if (enough || read.filter(m -> m.marks().shrink().isPresent()).isPresent()) {
        return;
      }
    }
  }

  private static Optional<Manifest> read(StorageSession session, String key)
      throws IOException, InterruptedException {
    try {
      return Catalog.read(session, key);
    } catch (BackupException e) {
      if (e.reason() != Reason.DATA) {
        throw e;
      }
      // Others tell of manifests that cannot be read.
      return Optional.empty();
    }
  }

  private static boolean counts(Manifest manifest, Manifest made) {
    return manifest.source().equals(made.source())
        && manifest.server().equals(made.server())
        && !manifest.id().equals(made.id())
        && manifest.omissions().count() == 0
        && !manifest.shrunk();
  }

  /** Told by their names, so that the manifests of years need not be read. */
  private List<String> newestFirst(ArtifactSource source, StorageSession session)
      throws IOException, InterruptedException {
    Pattern pattern = keys.pattern(source);
    var newest = new PriorityQueue<Named>();
    try (Stream<StoredObject> objects = session.list(keys.prefix(source))) {
      for (Iterator<StoredObject> all = objects.iterator(); all.hasNext(); ) {
        String key = all.next().key();
        Matcher matcher = pattern.matcher(key);
        if (key.endsWith(ArtifactKeys.MANIFEST) && matcher.lookingAt()) {
          newest.add(new Named(matcher.group(1), key));
        }
        if (newest.size() > LOOKED_AT) {
          newest.remove();
        }
      }
    }
    return newest.stream().sorted(Comparator.reverseOrder()).map(Named::key).toList();
  }

  private record Named(String time, String key) implements Comparable<Named> {
    @Override
    public int compareTo(Named other) {
      int byTime = time.compareTo(other.time);
      return byTime != 0 ? byTime : key.compareTo(other.key);
    }
  }
}
