package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.RestoreReport;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Carries out one restore. */
final class Restoring {

  private final Environment environment;
  private final RestoreOrder order;
  private final Consumer<String> contents;
  private final Instant started;
  private final String id;

  /**
   * A restore.
   *
   * @param id its id
   * @param contents takes the lines of a dry run
   */
  Restoring(Environment environment, String id, RestoreOrder order, Consumer<String> contents) {
    this.environment = environment;
    this.order = order;
    this.contents = contents;
    this.id = id;
    this.started = environment.clock().instant();
  }

  /** Restores, and writes that to the audit log; a dry run does not count. */
  static RestoreReport audited(
      Environment environment, String id, RestoreOrder order, Consumer<String> contents)
      throws IOException, InterruptedException {
    Mask mask = environment.mask();
    var restoring = new Restoring(environment, id, order, line -> contents.accept(mask.text(line)));
    return order.dryRun()
        ? restoring.run()
        : new AuditTrail(environment, id, "restore", AuditTrail.text(order))
            .begin()
            .during(restoring::run, AuditTrail.End::of);
  }

  RestoreReport run() throws IOException, InterruptedException {
    List<String> left = OwnerOnly.sweep(environment.workParent());
    var destinations = new ArrayList<OpenDestination>();
    try (LocalHost host = environment.host()) {
      left.forEach(host::warn);
      if (!(order.origin() instanceof RestoreOrder.Origin.Dump)) {
        for (Settings.Destination<?> destination : environment.settings().destinations()) {
          destinations.add(OpenDestination.open(destination.once(), host));
        }
      }
      BackupFinder.Found found =
          new BackupFinder(environment, destinations, host::warn)
              .find(order.origin(), order.into());
      Settings.Instance<?> instance = instance(found);
      ArtifactSource source = source(found, instance);
      try (var lock = RunLock.take(environment.lockFolder(), instance.id(), started)) {
        if (!order.dryRun()) {
          new Leftovers(environment).settle(instance, host::warn);
        }
        return restore(instance, new Origin(id, source, found), host);
      }
    } finally {
      destinations.forEach(OpenDestination::close);
    }
  }

  /** A backup that was found, what it is of, and the id of its restore. */
  record Origin(String restoreId, ArtifactSource source, BackupFinder.Found found) {}

  private <C extends Record> RestoreReport restore(
      Settings.Instance<C> instance, Origin origin, LocalHost host) throws InterruptedException {
    return new OneRestore<>(environment, order, instance, origin, host).run(contents);
  }

  private Settings.Instance<?> instance(BackupFinder.Found found) {
    Optional<Manifest> manifest = found.manifest();
    Optional<String> wanted = order.into().or(() -> manifest.map(m -> m.source().instance()));
    Optional<DumpName> name = manifest.isPresent() ? Optional.empty() : DumpName.of(found.name());
    Settings.Instance<?> instance =
        wanted.isPresent()
            ? environment.settings().instance(wanted.get())
            : onlyOne(found.name(), name);
    manifest.ifPresent(m -> requireSameEngine(m, instance));
    if (name.isPresent() && !name.get().isFor(instance.driver())) {
      throw BackupException.configuration(
          found.name()
              + " is called like a dump of "
              + name.get().dbms().orElse("")
              + ", but instance "
              + instance.id()
              + " is "
              + instance.driver().name()
              + "; name another instance (--instance), or rename the file");
    }
    return instance;
  }

  /** The one instance that a file without a manifest can be meant for. */
  private Settings.Instance<?> onlyOne(String file, Optional<DumpName> name) {
    List<Settings.Instance<?>> fitting = new ArrayList<>();
    for (Settings.Instance<?> instance : environment.settings().enabled()) {
      if (name.filter(n -> n.dbms().isPresent() && n.isFor(instance.driver())).isPresent()) {
        fitting.add(instance);
      }
    }
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    throw BackupException.configuration(
        file + " has no manifest beside it; name the instance to restore into (--instance)");
  }

  private static void requireSameEngine(Manifest manifest, Settings.Instance<?> instance) {
    if (!instance.driver().restoresDumpsOf(manifest.source().dbms())) {
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
            .or(() -> DumpName.of(found.name()).map(DumpName::database))
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
