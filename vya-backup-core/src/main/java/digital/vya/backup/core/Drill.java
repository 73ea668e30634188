package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.RestoreOptions;
import digital.vya.backup.api.RestoreReport.Comparison;
import digital.vya.backup.api.ScratchDatabases;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Restores a backup into a scratch database, compares it, and drops it again. */
final class Drill {

  private final Environment environment;
  private final LocalHost host;
  private final AtomicLong bytes;

  /**
   * A drill.
   *
   * @param bytes told how much of the dump was read so far
   */
  Drill(Environment environment, LocalHost host, AtomicLong bytes) {
    this.environment = environment;
    this.host = host;
    this.bytes = bytes;
  }

  /** The instance that drills of a backup run on. */
  Settings.Instance<?> place(Manifest manifest, Optional<String> on) {
    Settings settings = environment.settings();
    Settings.Instance<?> own = settings.instance(on.orElse(manifest.source().instance()));
    return on.isPresent()
        ? own
        : own.options().drillOn().<Settings.Instance<?>>map(settings::instance).orElse(own);
  }

  /** Globals belong to a whole server: there is no scratch for them. */
  static boolean isFor(ArtifactSource source) {
    return source.kind() == ArtifactSource.Kind.DATABASE;
  }

  /**
   * What was shown.
   *
   * @throws BackupException if the backup could not be restored, or is not what was dumped
   */
  <C extends Record> Manifest.Proof run(
      Manifest manifest, BackupFinder.Found found, Settings.Instance<C> on)
      throws IOException, InterruptedException {
    if (!on.driver().restoresDumpsOf(manifest.source().dbms())) {
      throw BackupException.configuration(
          "a backup of " + manifest.source().dbms() + " cannot be tried on " + on.id());
    }
    if (!(on.driver() instanceof ScratchDatabases<C> engine)) {
      throw BackupException.configuration(
          "the engine "
              + on.driver().name()
              + " has no scratch databases, so its backups cannot be tried");
    }
    new Leftovers(environment).settle(on, host::warn);
    Instant begun = environment.clock().instant();
    var feed = new DumpFeed(found, environment.decoding(host), bytes);
    var copy = new ScratchCopy<>(on, manifest.source(), Optional.of(manifest), feed, host);
    var steps = new RestoreSteps(environment.clock());
    var shown = new Shown();
    new BesideTarget<>(environment, on, engine, host, steps)
        .dropAfter(
            Ids.shortOne(),
            manifest.source().database(),
            new BesideTarget.Request(false, manifest.dump().bytes(), () -> {}),
            scratch -> {
              copy.restore(Optional.of(scratch), false, RestoreOptions.NONE);
              Comparison comparison = copy.compare(scratch);
              refuse(comparison);
              shown.evidence = comparison.matched() ? Evidence.MATCHED : Evidence.RESTORED;
              shown.at = environment.clock().instant();
            });
    return manifest.proof().drilled(shown.evidence, shown.at, Duration.between(begun, shown.at));
  }

  private static void refuse(Comparison comparison) {
    try {
      Differences.refuse(comparison, "take a new backup, and look at the one before");
    } catch (BackupException e) {
      throw new DiffersException(e);
    }
  }

  /** A server that could be compared with restored something else than what was dumped. */
  static final class DiffersException extends BackupException {
    private static final long serialVersionUID = 1;

    DiffersException(BackupException e) {
      super(e.reason(), String.valueOf(e.getMessage()), e);
    }
  }

  private static final class Shown {
    private Evidence evidence = Evidence.DECODED;
    private Instant at = Instant.EPOCH;
  }
}
