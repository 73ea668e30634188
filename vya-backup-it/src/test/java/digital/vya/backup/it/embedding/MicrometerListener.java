package digital.vya.backup.it.embedding;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.List;

// docs: begin
final class MicrometerListener implements BackupListener {

  private final MeterRegistry registry;

  MicrometerListener(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void on(BackupEvent event) {
    if (event instanceof BackupEvent.ArtifactFinished finished) {
      ArtifactResult result = finished.result();
      List<Tag> tags =
          List.of(
              Tag.of("instance", result.source().instance()),
              Tag.of("database", result.source().database()),
              Tag.of("outcome", result.complete() ? "complete" : "failed"));
      registry.timer("backup", tags).record(result.elapsed());
      if (result instanceof ArtifactResult.Stored stored) {
        registry.summary("backup.size", tags).record((double) stored.storedBytes());
      }
    }
  }
}
// docs: end
