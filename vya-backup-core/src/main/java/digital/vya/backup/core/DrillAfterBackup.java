package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactResult.Copy;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.StorageSession;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Tries a backup that was just made, if a run is to prove that much. */
final class DrillAfterBackup {

  private static final Duration NO_LIMIT = Duration.ofDays(365);

  private final RunContext run;
  private final LocalHost host;

  DrillAfterBackup(RunContext run, LocalHost host) {
    this.run = run;
    this.host = host;
  }

  /**
   * A backup that was tried, or need not be.
   *
   * @param doubt why it is proven less than it should be; empty if it is not
   */
  record Drilled(Pipeline.Made made, String doubt) {}

  Drilled of(Pipeline.Made made) throws InterruptedException {
    Evidence wanted = run.options().verifyAfterBackup();
    if (!wanted.atLeast(Evidence.RESTORED) || !Drill.isFor(made.manifest().source())) {
      return new Drilled(made, "");
    }
    var drill = new Drill(run.environment(), host, new AtomicLong());
    Settings.Instance<?> place = drill.place(made.manifest(), Optional.empty());
    try {
      Manifest.Proof proof =
          new Attempt("trying " + made.manifest().id(), NO_LIMIT, NO_LIMIT, () -> 0, () -> {})
              .run(() -> drill.run(made.manifest(), found(made), place));
      return new Drilled(
          noted(made, made.manifest().with(proof), "the restore drill went well"),
          proof.evidence().atLeast(wanted)
              ? ""
              : "it was restored, but could not be shown to be "
                  + wanted.name().toLowerCase(Locale.ROOT)
                  + ": there are no fingerprints to compare it with");
    } catch (BackupException e) {
      return new Drilled(
          e instanceof Drill.DiffersException
              ? noted(made, damaged(made, e), "the restore drill failed")
              : made,
          "it is stored, but its restore drill failed: " + e.getMessage());
    }
  }

  /** All its copies are: they are known to hold what was dumped. */
  private Manifest damaged(Pipeline.Made made, BackupException failure) {
    String problem = run.environment().mask().text(String.valueOf(failure.getMessage()));
    return made.manifest().damaged(run.clock().instant(), problem, true);
  }

  private BackupFinder.Found found(Pipeline.Made made) {
    Copy copy = made.copies().stream().filter(Copy::ok).findFirst().orElseThrow();
    return BackupFinder.in(session(copy), made.manifest());
  }

  private Pipeline.Made noted(Pipeline.Made made, Manifest manifest, String what)
      throws InterruptedException {
    byte[] json = ManifestJson.write(manifest);
    for (Copy copy : made.copies()) {
      if (copy.ok()) {
        try {
          Catalog.put(session(copy), manifest.artifact().name(), json);
        } catch (IOException | BackupException e) {
          host.warn(
              "%s, but that could not be noted in %s: %s"
                  .formatted(what, copy.destination(), e.getMessage()));
        }
      }
    }
    return new Pipeline.Made(manifest, made.copies());
  }

  private StorageSession session(Copy copy) {
    return run.destinations(List.of(copy.destination())).get(0).require();
  }
}
