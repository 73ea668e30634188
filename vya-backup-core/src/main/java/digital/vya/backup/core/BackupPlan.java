package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.ArtifactSource;
import java.util.List;

/**
 * What a run would do now.
 *
 * @param sources what it would back up
 * @param problems what it could not even plan
 * @param warnings what a user should know
 */
public record BackupPlan(
    List<ArtifactSource> sources, List<ArtifactResult.Failed> problems, List<String> warnings) {

  /** Copies the lists. */
  public BackupPlan {
    sources = List.copyOf(sources);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }
}
