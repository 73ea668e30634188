package digital.vya.backup.api;

import java.time.Duration;

/** Something that happened in a run. Further kinds may be added: give a switch a default. */
public sealed interface BackupEvent {

  /**
   * A run began.
   *
   * @param runId its id
   * @param artifacts how many artifacts it will make
   */
  record RunStarted(String runId, int artifacts) implements BackupEvent {}

  /**
   * Work on an artifact began.
   *
   * @param source what it is made of
   * @param attempt 1 for the first attempt
   */
  record ArtifactStarted(ArtifactSource source, int attempt) implements BackupEvent {}

  /**
   * Work on an artifact goes on. Sent a few times a second at the most.
   *
   * @param source what it is made of
   * @param rawBytes the length of the dump so far
   * @param elapsed the time since this attempt began
   */
  record Progress(ArtifactSource source, long rawBytes, Duration elapsed) implements BackupEvent {}

  /**
   * An attempt failed and there will be another.
   *
   * @param source what was to be backed up
   * @param attempt the attempt that failed, 1 for the first
   * @param pause the time until the next
   * @param message why it failed
   */
  record Retrying(ArtifactSource source, int attempt, Duration pause, String message)
      implements BackupEvent {}

  /**
   * Work on an artifact ended.
   *
   * @param result how
   */
  record ArtifactFinished(ArtifactResult result) implements BackupEvent {}

  /**
   * A run ended; notifiers have been told.
   *
   * @param report how
   */
  record RunFinished(BackupReport report) implements BackupEvent {}

  /**
   * A restore ended, well or not; notifiers have been told.
   *
   * @param report how
   */
  record RestoreFinished(RestoreReport report) implements BackupEvent {}

  /**
   * What is known of the machine's backups was put together anew, after a run, a restore, a
   * verification or a cleanup; exporters of metrics have had it.
   *
   * @param status all that is known
   */
  record StatusKnown(ServerStatus status) implements BackupEvent {}
}
