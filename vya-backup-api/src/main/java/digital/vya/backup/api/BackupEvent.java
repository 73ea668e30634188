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
   * A stored backup was read again. Not told of one that could not be tried.
   *
   * @param source what it is of
   * @param backupId its id
   * @param destination the id of the storage
   * @param evidence what was shown; {@link Evidence#STORED} if it is damaged
   * @param ok whether it is sound
   */
  record BackupVerified(
      ArtifactSource source, String backupId, String destination, Evidence evidence, boolean ok)
      implements BackupEvent {}

  /**
   * What a storage holds of a database was cleaned up, also if nothing had to go.
   *
   * @param destination the id of the storage
   * @param source of what
   * @param deletedCount how many backups are gone
   * @param freedBytes what they took
   * @param keptCount how many are there
   */
  record CleanedUp(
      String destination, ArtifactSource source, long deletedCount, long freedBytes, long keptCount)
      implements BackupEvent {}

  /**
   * A channel could not be told.
   *
   * @param channel its id
   * @param problem why
   */
  record NotificationFailed(String channel, String problem) implements BackupEvent {}
}
