package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupEvent.Stage;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Tells how long the stages of a run took, for those who trace it. */
final class Stages {

  private final RunContext run;
  private final Optional<ArtifactSource> source;

  Stages(RunContext run, Optional<ArtifactSource> source) {
    this.run = run;
    this.source = source;
  }

  /** The work of a stage. */
  @FunctionalInterface
  interface Work<T> {
    T get() throws IOException, InterruptedException;
  }

  /** Does the work and tells when it is done, or has failed. */
  <T> T timed(Stage stage, Work<T> work) throws IOException, InterruptedException {
    Instant started = run.clock().instant();
    boolean ok = false;
    try {
      T result = work.get();
      ok = true;
      return result;
    } finally {
      tell(stage, started, ok);
    }
  }

  void tell(Stage stage, Instant started, boolean ok) {
    run.tell(
        new BackupEvent.StageFinished(run.id(), source, stage, started, run.clock().instant(), ok));
  }
}
