package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Contents;
import digital.vya.backup.api.Globals;
import digital.vya.backup.api.RestoreMode;
import digital.vya.backup.api.RestoreReport;
import digital.vya.backup.api.RestoreReport.Comparison;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.ScratchDatabases;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** One restore of a backup that was found, from its first step to its report. */
final class OneRestore<C extends Record> {

  private static final Duration NO_LIMIT = Duration.ofDays(365);

  private final Environment environment;
  private final RestoreOrder order;
  private final Settings.Instance<C> instance;
  private final ArtifactSource source;
  private final BackupFinder.Found found;
  private final LocalHost host;
  private final Instant started;
  private final RestoreSteps steps;
  private final AtomicLong bytes = new AtomicLong();
  private final DumpFeed feed;
  private final ScratchCopy<C> copy;
  private final Attempt attempt;
  private final String id;
  private volatile Comparison comparison = Comparison.NONE;
  private volatile Optional<String> scratch = Optional.empty();
  private volatile Optional<String> kept = Optional.empty();

  OneRestore(
      Environment environment,
      RestoreOrder order,
      Settings.Instance<C> instance,
      Restoring.Origin origin,
      LocalHost host) {
    this.environment = environment;
    this.order = order;
    this.instance = instance;
    this.id = origin.restoreId();
    this.source = origin.source();
    this.found = origin.found();
    this.host = host;
    this.started = environment.clock().instant();
    this.steps = new RestoreSteps(environment.clock());
    this.feed = new DumpFeed(found, environment.decoding(host), bytes);
    this.attempt =
        new Attempt("restoring " + source.label(), NO_LIMIT, NO_LIMIT, () -> 0, this::tell);
    this.copy = new ScratchCopy<>(instance, source, found.manifest(), feed, host);
  }

  /**
   * Restores.
   *
   * @param contents takes the lines of a dry run
   */
  RestoreReport run(Consumer<String> contents) throws InterruptedException {
    Optional<BackupException> failure = Optional.empty();
    try {
      attempt.run(
          () -> {
            work(contents);
            return true;
          });
    } catch (BackupException e) {
      RunLog.causes("restoring " + source.label(), e, environment.mask());
      failure = Optional.of(MaskedFailure.of(e, environment.mask()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = Optional.of(Failures.of("restoring " + source.label(), e));
    }
    RestoreReport made = environment.masking().of(report(failure));
    RestoreReport report = order.dryRun() ? made : new RestoreNews(environment).spread(made);
    if (failure.isPresent()) {
      throw new RestoreFailedException(report, failure.get());
    }
    return report;
  }

  private void work(Consumer<String> contents) throws IOException, InterruptedException {
    if (order.dryRun()) {
      tellContents(contents);
    } else if (source.kind() == ArtifactSource.Kind.GLOBALS) {
      restoreGlobals();
    } else {
      switch (order.mode()) {
        case SAFE -> safe();
        case FAST -> fast();
        case TEST -> test();
        case UNDO -> throw new IllegalArgumentException("an undo is no restore of a backup");
      }
    }
  }

  private void tellContents(Consumer<String> contents) throws IOException, InterruptedException {
    if (source.kind() == ArtifactSource.Kind.DATABASE
        && instance.driver() instanceof Contents<C> engine) {
      Map<String, String> properties =
          found.manifest().map(m -> m.origin().properties()).orElse(Map.of());
      var request =
          new RestoreRequest(source.database(), order.target(), order.force(), properties);
      feed.into(dump -> engine.contents(instance.config(), request, dump, contents, host));
    } else {
      feed.prove();
    }
  }

  private void restoreGlobals() throws IOException, InterruptedException {
    if (!(instance.driver() instanceof Globals<C> engine)) {
      throw BackupException.configuration(
          "the engine " + instance.driver().name() + " has no globals to restore");
    }
    if (order.mode() == RestoreMode.TEST) {
      throw BackupException.configuration(
          "globals belong to the whole server, so there is no place beside them for a test; restore"
              + " them into another server (--into)");
    }
    verify();
    steps.step(
        "restore",
        () -> {
          feed.into(dump -> engine.restoreGlobals(instance.config(), dump, host));
          return true;
        });
  }

  private void safe() throws IOException, InterruptedException {
    if (order.options().isPartial()) {
      // Its tables go among others, of which none may be called the same.
      if (order.force()) {
        throw BackupException.configuration(
            "tables that are there are replaced in fast mode only, for that cannot be undone; add"
                + " --mode fast, or leave out --force");
      }
      verify();
      direct(false);
    } else if (instance.driver() instanceof ScratchDatabases<C> engine) {
      verify();
      var beside = new BesideTarget<>(environment, instance, engine, host, steps);
      kept = beside.replace(id, target(), request(), this::intoScratch);
    } else {
      direct(false);
    }
  }

  private void test() throws IOException, InterruptedException {
    if (!(instance.driver() instanceof ScratchDatabases<C> engine)) {
      throw BackupException.configuration(
          "the engine "
              + instance.driver().name()
              + " cannot restore beside a target; restore to another target (--target)");
    }
    verify();
    var beside = new BesideTarget<>(environment, instance, engine, host, steps);
    scratch = Optional.of(beside.leave(id, target(), request(), this::intoScratch));
  }

  private BesideTarget.Request request() {
    return new BesideTarget.Request(
        order.force(),
        found.manifest().map(m -> m.dump().bytes()).orElse(0L),
        attempt::stillWanted);
  }

  private void intoScratch(String name) throws IOException, InterruptedException {
    steps.step(
        "restore",
        () -> {
          copy.restore(Optional.of(name), false, order.options());
          return true;
        });
    compare(name, "nothing of the target was touched; restore another backup");
  }

  /** Straight into the target: by mode, or because the engine knows no other way. */
  private void fast() throws IOException, InterruptedException {
    verify();
    direct(order.force());
  }

  private void direct(boolean replace) throws IOException, InterruptedException {
    boolean straight = order.mode() == RestoreMode.FAST && copy.canBeDirect();
    steps.step(
        "restore",
        () -> {
          copy.restore(order.target(), replace, order.options().direct(straight));
          return true;
        });
    compare(target(), "the target holds that copy now; restore another backup");
  }

  private void verify() throws IOException, InterruptedException {
    steps.step(
        "verify",
        () -> {
          feed.prove();
          return true;
        });
  }

  private void compare(String database, String afterwards)
      throws IOException, InterruptedException {
    if (order.options().isPartial()) {
      host.warn("only some tables were restored, so they were not compared with the backup");
      return;
    }
    if (found.manifest().map(m -> m.fingerprints().isEmpty()).orElse(true)) {
      host.warn("the backup has no fingerprints, so the restored copy could not be compared");
      return;
    }
    comparison = steps.step("compare", () -> copy.compare(database));
    Differences.refuse(comparison, afterwards);
  }

  private String target() {
    return order.target().orElse(source.database());
  }

  private void tell() {
    environment.tell(
        new BackupEvent.Progress(
            source, bytes.get(), Duration.between(started, environment.clock().instant())));
  }

  private RestoreReport report(Optional<BackupException> failure) {
    return new RestoreReport(
        id,
        environment.options().server(),
        source,
        found.manifest().map(Manifest::id),
        new RestoreReport.Destination(
            instance.id(), order.target(), order.mode(), scratch, kept, order.dryRun()),
        started,
        environment.clock().instant(),
        bytes.get(),
        steps.all(),
        comparison,
        failure.map(RestoreNews::failure),
        host.omissions(),
        host.warnings());
  }
}
