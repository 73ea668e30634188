package digital.vya.backup.api;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * How a run ended.
 *
 * @param runId the id of the run
 * @param server the name of the machine the run was on, as configured
 * @param started when it began
 * @param finished when it ended
 * @param zone the zone people of this server think in
 * @param artifacts one result for each thing that was to be backed up; never empty
 * @param warnings what concerns the run as a whole, failed notifiers included
 */
public record BackupReport(
    String runId,
    String server,
    Instant started,
    Instant finished,
    ZoneId zone,
    List<ArtifactResult> artifacts,
    List<String> warnings) {

  /** Copies the lists. */
  public BackupReport {
    artifacts = List.copyOf(artifacts);
    warnings = List.copyOf(warnings);
  }

  /** How a run ended in one word. */
  public enum Outcome {
    /** All that was asked for is stored, everywhere. */
    COMPLETE,
    /** Something is stored and something is not. */
    PARTIAL,
    /** Nothing is stored. */
    FAILED
  }

  /** How the run ended in one word. A run without results is a failed one. */
  public Outcome outcome() {
    if (!artifacts.isEmpty() && artifacts.stream().allMatch(ArtifactResult::complete)) {
      return Outcome.COMPLETE;
    }
    return artifacts.stream().anyMatch(ArtifactResult.Stored.class::isInstance)
        ? Outcome.PARTIAL
        : Outcome.FAILED;
  }

  /** Whether all is well now that was not the last time. */
  public boolean recovered() {
    return outcome() == Outcome.COMPLETE
        && artifacts.stream().anyMatch(a -> a.before().filter(b -> !b.complete()).isPresent());
  }

  /** The results that are artifacts. */
  public List<ArtifactResult.Stored> stored() {
    return artifacts.stream()
        .filter(ArtifactResult.Stored.class::isInstance)
        .map(ArtifactResult.Stored.class::cast)
        .toList();
  }

  /** The results that are not. */
  public List<ArtifactResult.Failed> failed() {
    return artifacts.stream()
        .filter(ArtifactResult.Failed.class::isInstance)
        .map(ArtifactResult.Failed.class::cast)
        .toList();
  }
}
