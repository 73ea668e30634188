package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactResult.Omissions;
import digital.vya.backup.api.ArtifactSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A restore that succeeded. One that does not throws.
 *
 * @param source what had been backed up
 * @param manifest the manifest of the backup, empty for a file without one
 * @param instance the instance that was restored into
 * @param target the database or folder that was restored, as ordered; empty for the original place
 * @param rawBytes the length of the dump
 * @param elapsed how long it took
 * @param dryRun whether nothing was changed
 * @param omissions what of the backup could not be restored
 * @param warnings what a user should know
 */
public record RestoreReport(
    ArtifactSource source,
    Optional<Manifest> manifest,
    String instance,
    Optional<String> target,
    long rawBytes,
    Duration elapsed,
    boolean dryRun,
    Omissions omissions,
    List<String> warnings) {

  /** Copies the list. */
  public RestoreReport {
    warnings = List.copyOf(warnings);
  }
}
