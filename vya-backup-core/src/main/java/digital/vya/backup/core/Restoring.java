package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.RestoreReport;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;

/** Carries out one restore. */
final class Restoring {

  private final Environment environment;
  private final RestoreOrder order;
  private final Consumer<String> contents;
  private final Instant started;

  /**
   * A restore.
   *
   * @param contents takes the lines of a dry run
   */
  Restoring(Environment environment, RestoreOrder order, Consumer<String> contents) {
    this.environment = environment;
    this.order = order;
    this.contents = contents;
    this.started = environment.clock().instant();
  }

  RestoreReport run() throws IOException, InterruptedException {
    OwnerOnly.sweep(environment.workParent());
    var destinations = new ArrayList<OpenDestination>();
    try (LocalHost host = environment.host()) {
      if (!(order.origin() instanceof RestoreOrder.Origin.Dump)) {
        for (Settings.Destination<?> destination : environment.settings().destinations()) {
          destinations.add(OpenDestination.open(destination, host));
        }
      }
      BackupFinder.Found found = new BackupFinder(environment, destinations).find(order.origin());
      Settings.Instance<?> instance = instance(found.manifest());
      ArtifactSource source = source(found, instance);
      try (var lock = RunLock.take(environment.lockFolder(), instance.id(), started)) {
        new Leftovers(environment).settle(instance, host::warn);
        return restore(instance, new Origin(source, found), host);
      }
    } finally {
      destinations.forEach(OpenDestination::close);
    }
  }

  /** A backup that was found, and what it is of. */
  record Origin(ArtifactSource source, BackupFinder.Found found) {}

  private <C extends Record> RestoreReport restore(
      Settings.Instance<C> instance, Origin origin, LocalHost host) throws InterruptedException {
    return new OneRestore<>(environment, order, instance, origin, host).run(contents);
  }

  private Settings.Instance<?> instance(Optional<Manifest> manifest) {
    String wanted =
        order
            .into()
            .or(() -> manifest.map(m -> m.source().instance()))
            .orElseThrow(
                () ->
                    BackupException.configuration(
                        "the file has no manifest beside it; name the instance to restore into"
                            + " (--instance)"));
    Settings.Instance<?> instance = environment.settings().instance(wanted);
    manifest.ifPresent(m -> requireSameEngine(m, instance));
    return instance;
  }

  private static void requireSameEngine(Manifest manifest, Settings.Instance<?> instance) {
    if (!manifest.source().dbms().equals(instance.driver().name())) {
      throw BackupException.configuration(
          "the backup is of "
              + manifest.source().dbms()
              + ", but instance "
              + instance.id()
              + " is "
              + instance.driver().name());
    }
  }

  private ArtifactSource source(BackupFinder.Found found, Settings.Instance<?> instance) {
    if (found.manifest().isPresent()) {
      return found.manifest().get().source();
    }
    var dump = (RestoreOrder.Origin.Dump) order.origin();
    String database =
        dump.database()
            .or(order::target)
            .orElseThrow(
                () ->
                    BackupException.configuration(
                        found.name()
                            + " has no manifest beside it; name the database that was dumped"
                            + " (--database)"));
    return ArtifactSource.database(instance.id(), instance.driver().name(), database);
  }
}
