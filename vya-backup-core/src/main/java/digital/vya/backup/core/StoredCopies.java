package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.StorageSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The storages that a backup may come from. One that is lost is left out and told: the others are
 * there for that day.
 */
final class StoredCopies {

  private final List<OpenDestination> destinations;
  private final Consumer<String> warn;
  private final List<BackupException> lost = new ArrayList<>();
  private final Set<String> left = new HashSet<>();

  /**
   * @param warn is told which storages were left out, and why
   */
  StoredCopies(List<OpenDestination> destinations, Consumer<String> warn) {
    this.destinations = List.copyOf(destinations);
    this.warn = warn;
  }

  /** What one storage is asked. */
  interface Question<T> {
    Optional<T> to(StorageSession session) throws IOException, InterruptedException;
  }

  /** Its answer; empty also where it cannot be asked. */
  <T> Optional<T> ask(OpenDestination destination, Question<T> question)
      throws InterruptedException {
    if (left.contains(destination.id())) {
      return Optional.empty();
    }
    try {
      return question.to(destination.require());
    } catch (IOException | UncheckedIOException | BackupException e) {
      BackupException failure = Failures.of("cannot read storage " + destination.id(), e);
      lost.add(failure);
      left.add(destination.id());
      warn.accept("not asked: " + destination.id() + ": " + failure.getMessage());
      return Optional.empty();
    }
  }

  /**
   * The failure of a search that found nothing: what was not asked may have it.
   *
   * @param message what is said where all were asked
   */
  BackupException nothing(String message) {
    if (lost.isEmpty()) {
      return BackupException.configuration(message);
    }
    BackupException first = lost.get(0);
    if (lost.size() == 1 && destinations.size() == 1) {
      return first;
    }
    String all =
        lost.stream().map(BackupException::getMessage).distinct().collect(Collectors.joining("; "));
    return new BackupException(
        first.reason(),
        lost.size() == destinations.size()
            ? "no storage can be used: " + all
            : message + "; not all storages could be asked: " + all,
        first);
  }

  /** A backup that was found in a destination, or is read where else a copy of it is. */
  BackupFinder.Found found(OpenDestination in, Manifest manifest) {
    return new BackupFinder.Found(
        manifest.artifact().name(), Optional.of(manifest), () -> open(in, manifest));
  }

  private InputStream open(OpenDestination in, Manifest manifest)
      throws IOException, InterruptedException {
    String key = manifest.artifact().name();
    try {
      return begun(in.require(), key);
    } catch (IOException | UncheckedIOException | BackupException e) {
      for (OpenDestination other : destinations) {
        Optional<InputStream> copy = other == in ? Optional.empty() : copy(other, manifest);
        if (copy.isPresent()) {
          warn.accept(
              "%s cannot be read from %s (%s) and is read from %s instead"
                  .formatted(key, in.id(), Failures.of("it failed", e).getMessage(), other.id()));
          return copy.get();
        }
      }
      throw e;
    }
  }

  private static Optional<InputStream> copy(OpenDestination in, Manifest manifest)
      throws InterruptedException {
    String key = manifest.artifact().name();
    try {
      StorageSession session = in.require();
      Optional<Manifest> there =
          Catalog.read(session, key + ArtifactKeys.MANIFEST)
              .filter(m -> m.id().equals(manifest.id()) && !m.damaged())
              .filter(m -> m.artifact().equals(manifest.artifact()));
      return there.isPresent() ? Optional.of(begun(session, key)) : Optional.empty();
    } catch (IOException | UncheckedIOException | BackupException e) {
      // What is told is why the one that was chosen cannot be read.
      return Optional.empty();
    }
  }

  /** Some storages fail at the first byte only. */
  private static InputStream begun(StorageSession session, String key)
      throws IOException, InterruptedException {
    InputStream stored = session.read(key);
    try {
      var begun = new PushbackInputStream(stored, 1);
      int first = begun.read();
      if (first >= 0) {
        begun.unread(first);
      }
      return begun;
    } catch (IOException | BackupException e) {
      stored.close();
      throw e;
    }
  }
}
