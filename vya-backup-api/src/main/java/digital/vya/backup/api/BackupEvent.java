package digital.vya.backup.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Something that happened in a run. Further kinds may be added: give a switch a default. */
public sealed interface BackupEvent {

  /**
   * A run began.
   *
   * @param runId its id
   * @param started when
   * @param artifacts how many artifacts it will make
   */
  record RunStarted(String runId, Instant started, int artifacts) implements BackupEvent {}

  /**
   * Work on an artifact began.
   *
   * @param runId the id of the run it belongs to
   * @param source what it is made of
   * @param attempt 1 for the first attempt
   */
  record ArtifactStarted(String runId, ArtifactSource source, int attempt) implements BackupEvent {}

  /**
   * A stage of a run ended, well or not. Those of one artifact overlap: its dump goes through the
   * archive chain into the destinations while it is made.
   *
   * @param runId the id of the run
   * @param source what was worked on; empty for what concerns the whole run
   * @param stage what was done
   * @param started when it began
   * @param finished when it ended
   * @param ok whether it did what it should; otherwise the artifact or the report tells why
   */
  record StageFinished(
      String runId,
      Optional<ArtifactSource> source,
      Stage stage,
      Instant started,
      Instant finished,
      boolean ok)
      implements BackupEvent {}

  /** What a run does. */
  enum Stage {
    /** Reaches the servers and lists what is to be backed up. */
    PLAN,
    /** The engine makes a dump. */
    DUMP,
    /** The dump goes through the archive chain, from its first byte to the end of the archive. */
    ARCHIVE,
    /** The archive goes to the destinations, from its first byte until it is committed in each. */
    STORE,
    /** What is stored is proven and sealed by its manifest. */
    VERIFY,
    /** What no rule keeps is deleted. */
    CLEANUP,
    /** Those who want to know are told. */
    NOTIFY
  }

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

  /**
   * What is known of the machine's backups was put together anew, after a run, a restore, a
   * verification or a cleanup; exporters of metrics have had it.
   *
   * @param figures all that is known
   */
  record FiguresKnown(ServerFigures figures) implements BackupEvent {}
}
