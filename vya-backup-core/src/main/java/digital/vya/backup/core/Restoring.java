package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Contents;
import digital.vya.backup.api.Globals;
import digital.vya.backup.api.RestoreRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Carries out one restore. */
final class Restoring {

  private static final Duration NO_LIMIT = Duration.ofDays(365);

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
        return restore(instance, source, found, host);
      }
    } finally {
      destinations.forEach(OpenDestination::close);
    }
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
    Settings.Instance<?> instance =
        environment.settings().instances().stream()
            .filter(i -> i.id().equals(wanted))
            .findAny()
            .orElseThrow(
                () ->
                    BackupException.configuration(
                        "no instance named "
                            + wanted
                            + " is configured and enabled; restore into another one (--into): "
                            + instances()));
    manifest.ifPresent(m -> requireSameEngine(m, instance));
    return instance;
  }

  private String instances() {
    return environment.settings().instances().stream()
        .map(Settings.Instance::id)
        .collect(Collectors.joining(", "));
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

  private <C extends Record> RestoreReport restore(
      Settings.Instance<C> instance,
      ArtifactSource source,
      BackupFinder.Found found,
      LocalHost host)
      throws InterruptedException {
    var counted = new AtomicLong();
    var attempt =
        new Attempt(
            "restoring " + source.label(),
            NO_LIMIT,
            NO_LIMIT,
            () -> 0,
            () -> tell(source, counted.get()));
    attempt.run(
        () -> {
          feed(instance, source, found, counted, host);
          return true;
        });
    return new RestoreReport(
        source,
        found.manifest(),
        instance.id(),
        order.target(),
        counted.get(),
        Duration.between(started, environment.clock().instant()),
        order.dryRun(),
        host.omissions(),
        host.warnings());
  }

  private void tell(ArtifactSource source, long bytes) {
    var progress =
        new BackupEvent.Progress(
            source, bytes, Duration.between(started, environment.clock().instant()));
    environment.tell(progress);
  }

  private <C extends Record> void feed(
      Settings.Instance<C> instance,
      ArtifactSource source,
      BackupFinder.Found found,
      AtomicLong counted,
      LocalHost host)
      throws IOException, InterruptedException {
    try (InputStream stored = stored(found)) {
      InputStream dump = new CountingInputStream(decoded(found, stored, host), counted);
      var request =
          new RestoreRequest(
              source.database(),
              order.target(),
              order.replace(),
              found.manifest().map(m -> m.origin().properties()).orElse(Map.of()));
      hand(instance, source, request, dump, host);
      // A driver may stop at its own end mark; what follows must be as it was written, too.
      drain(dump);
      drain(stored);
    }
  }

  private static InputStream stored(BackupFinder.Found found)
      throws IOException, InterruptedException {
    InputStream stored = found.source().open();
    return found
        .manifest()
        .map(Manifest::artifact)
        .<InputStream>map(a -> new CheckedInputStream(stored, found.name(), a.bytes(), a.sha256()))
        .orElse(stored);
  }

  private InputStream decoded(BackupFinder.Found found, InputStream stored, LocalHost host)
      throws IOException {
    Decoding decoding = environment.decoding(host);
    if (found.manifest().isEmpty()) {
      return DecodedInputStream.of(stored, found.name(), decoding::undoAll);
    }
    Manifest manifest = found.manifest().get();
    return new CheckedInputStream(
        DecodedInputStream.of(stored, found.name(), s -> decoding.undo(manifest.archive(), s)),
        "the dump in " + found.name(),
        manifest.dump().bytes(),
        manifest.dump().sha256());
  }

  private <C extends Record> void hand(
      Settings.Instance<C> instance,
      ArtifactSource source,
      RestoreRequest request,
      InputStream dump,
      LocalHost host)
      throws IOException, InterruptedException {
    if (order.dryRun()) {
      if (instance.driver() instanceof Contents<C> contained) {
        contained.contents(instance.config(), request, dump, contents, host);
      }
    } else if (source.kind() == ArtifactSource.Kind.GLOBALS) {
      globals(instance).restoreGlobals(instance.config(), dump, host);
    } else {
      instance.driver().restore(instance.config(), request, dump, host);
    }
  }

  private static <C extends Record> Globals<C> globals(Settings.Instance<C> instance) {
    if (instance.driver() instanceof Globals<C> globals) {
      return globals;
    }
    throw BackupException.configuration(
        "the engine " + instance.driver().name() + " has no globals to restore");
  }

  private static void drain(InputStream stream) throws IOException {
    stream.transferTo(java.io.OutputStream.nullOutputStream());
  }
}
