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
    try {
      Manifest.Proof proof =
          new Attempt("trying " + made.manifest().id(), NO_LIMIT, NO_LIMIT, () -> 0, () -> {})
              .run(() -> drill(made));
      note(made, proof);
      var proven = new Pipeline.Made(made.manifest().with(proof), made.copies());
      return new Drilled(
          proven,
          proof.evidence().atLeast(wanted)
              ? ""
              : "it was restored, but could not be shown to be "
                  + wanted.name().toLowerCase(Locale.ROOT)
                  + ": there are no fingerprints to compare it with");
    } catch (BackupException e) {
      return new Drilled(made, "it is stored, but its restore drill failed: " + e.getMessage());
    }
  }

  private Manifest.Proof drill(Pipeline.Made made) throws IOException, InterruptedException {
    var drill = new Drill(run.environment(), host, new AtomicLong());
    Copy copy = made.copies().stream().filter(Copy::ok).findFirst().orElseThrow();
    return drill.run(
        made.manifest(),
        BackupFinder.in(session(copy), made.manifest()),
        drill.place(made.manifest(), Optional.empty()));
  }

  private void note(Pipeline.Made made, Manifest.Proof proof) throws InterruptedException {
    byte[] json = ManifestJson.write(made.manifest().with(proof));
    for (Copy copy : made.copies()) {
      if (copy.ok()) {
        try {
          Catalog.put(session(copy), made.manifest().artifact().name(), json);
        } catch (IOException | BackupException e) {
          host.warn(
              "the restore drill went well, but that could not be noted in "
                  + copy.destination()
                  + ": "
                  + e.getMessage());
        }
      }
    }
  }

  private StorageSession session(Copy copy) {
    return run.destinations(List.of(copy.destination())).get(0).require();
  }
}
