package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.api.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What all artifacts of a run share. Safe for many threads. */
final class RunContext {

  private final String id;
  private final Environment environment;
  private final ArtifactKeys keys;
  private final Map<String, OpenDestination> destinations;

  RunContext(String id, Environment environment, List<OpenDestination> destinations) {
    this.id = id;
    this.environment = environment;
    this.keys = environment.keys();
    this.destinations =
        destinations.stream().collect(Collectors.toMap(OpenDestination::id, Function.identity()));
  }

  String id() {
    return id;
  }

  Environment environment() {
    return environment;
  }

  RunOptions options() {
    return environment.options();
  }

  Clock clock() {
    return environment.clock();
  }

  ArtifactKeys keys() {
    return keys;
  }

  LocalHost host() {
    return environment.host();
  }

  Decoding decoding(LocalHost host) {
    return environment.decoding(host);
  }

  List<OpenDestination> destinations() {
    return List.copyOf(destinations.values());
  }

  List<OpenDestination> destinations(List<String> ids) {
    return ids.stream().map(d -> Objects.requireNonNull(destinations.get(d), d)).toList();
  }

  /** The stages of the run as a whole. */
  Stages stages() {
    return new Stages(this, Optional.empty());
  }

  /** The stages of one of its artifacts. */
  Stages stages(ArtifactSource source) {
    return new Stages(this, Optional.of(source));
  }

  void tell(BackupEvent event) {
    environment.tell(event);
  }

  /** A key base that no destination uses: two backups may well fall into one second. */
  String freeBase(ArtifactSource source, Instant started, List<OpenDestination> in)
      throws InterruptedException {
    String base = keys.base(source, started);
    String candidate = base;
    for (int n = 2; isUsed(candidate, in); n++) {
      candidate = base + "-" + n;
    }
    return candidate;
  }

  private static boolean isUsed(String base, List<OpenDestination> in) throws InterruptedException {
    for (OpenDestination destination : in) {
      if (destination.tried().isPresent() && exists(destination.tried().get(), base + ".")) {
        return true;
      }
    }
    return false;
  }

  private static boolean exists(StorageSession session, String prefix) throws InterruptedException {
    try (Stream<StoredObject> objects = session.list(prefix)) {
      return objects.findAny().isPresent();
    } catch (IOException | UncheckedIOException | BackupException e) {
      // The copy in this destination will tell what is wrong with it.
      return false;
    }
  }
}
