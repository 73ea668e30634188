package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The cleanup of one storage in two steps: what another storage holds may speak against it. While
 * it is open nobody else changes what the storage holds of the instances.
 */
final class StorageCleaning implements AutoCloseable {

  private final Environment environment;
  private final OpenDestination destination;
  private final CleanupOrder order;
  private final List<RunLock> locks = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private @Nullable Cleanup cleanup;
  private @Nullable BackupException failure;

  StorageCleaning(Environment environment, OpenDestination destination, CleanupOrder order) {
    this.environment = environment;
    this.destination = destination;
    this.order = order;
  }

  /** Looks what is there. */
  void look(Predicate<ArtifactSource> sources, Collection<String> instances)
      throws InterruptedException {
    var busy = new TreeSet<String>();
    try {
      if (!order.dryRun()) {
        for (String instance : instances) {
          lock(instance)
              .ifPresent(
                  problem -> {
                    busy.add(instance);
                    told.add(problem);
                  });
        }
      }
      cleanup =
          Cleanup.look(
              environment,
              destination,
              order,
              source -> sources.test(source) && !busy.contains(source.instance()));
    } catch (IOException | UncheckedIOException | BackupException e) {
      failure = Failures.of("cannot clean up " + destination.id(), e);
    }
  }

  Map<ArtifactSource, Holdings.Shrunk> shrunk() {
    return cleanup == null ? Map.of() : cleanup.shrunk();
  }

  /**
   * Deletes.
   *
   * @param shrunk the databases of which nothing goes
   */
  CleanupResult finish(Map<ArtifactSource, Holdings.Shrunk> shrunk) throws InterruptedException {
    if (cleanup == null) {
      String why = failure == null ? "" : String.valueOf(failure.getMessage());
      return new CleanupResult(destination.id(), List.of(), why, told);
    }
    CleanupResult result = cleanup.finish(shrunk);
    told.addAll(result.warnings());
    return new CleanupResult(destination.id(), result.items(), result.refused(), told);
  }

  /** A copy that brings something of the instance there must find it untouched. */
  private Optional<String> lock(String instance) throws IOException {
    try {
      locks.add(RunLock.there(environment, instance, destination.id()));
      return Optional.empty();
    } catch (BackupException e) {
      if (e.reason() != Reason.LOCKED) {
        throw e;
      }
      return Optional.of(e.getMessage() + "; nothing of it was cleaned up");
    }
  }

  @Override
  public void close() {
    locks.forEach(RunLock::end);
  }
}
