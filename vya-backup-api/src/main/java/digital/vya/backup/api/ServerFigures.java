package digital.vya.backup.api;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that is known of the backups of one machine at one moment, whatever run made them. What a
 * source of it does not know is empty.
 *
 * @param server the name of the machine, as configured
 * @param zone the zone people of that machine think in
 * @param at when it was put together
 * @param databases what is backed up, each source once. A source of the kind {@link
 *     ArtifactSource.Kind#INSTANCE} is there only while the databases of that instance cannot be
 *     listed
 * @param destinations where backups go
 * @param notifierFailures how often somebody could not be told since the history began
 */
public record ServerFigures(
    String server,
    ZoneId zone,
    Instant at,
    List<Database> databases,
    List<Destination> destinations,
    OptionalLong notifierFailures) {

  /** Copies the lists. */
  public ServerFigures {
    databases = List.copyOf(databases);
    destinations = List.copyOf(destinations);
  }

  /**
   * What is known of one database, or of an instance's globals.
   *
   * @param source which one
   * @param attempts how the attempts to back it up ended
   * @param good its last complete backup
   * @param due when the next backup is due
   * @param findings what is wrong with its backups
   * @param restores how restores of its backups ended
   */
  public record Database(
      ArtifactSource source,
      Optional<Attempts> attempts,
      Optional<Good> good,
      Optional<Due> due,
      Findings findings,
      Optional<Restores> restores) {}

  /**
   * How the attempts to back a database up ended. The numbers only grow, across runs.
   *
   * @param last the last one
   * @param complete how many were complete since the history began
   * @param partial how many were partial
   * @param failed how many left nothing
   */
  public record Attempts(Attempt last, long complete, long partial, long failed) {}

  /**
   * An attempt to back a database up.
   *
   * @param at when it began
   * @param outcome how it ended
   * @param elapsed how long it took, retries included
   * @param reason whose move it is, if it left nothing
   */
  public record Attempt(
      Instant at, BackupReport.Outcome outcome, Duration elapsed, Optional<Reason> reason) {}

  /**
   * A complete backup.
   *
   * @param id its id
   * @param started when work on it began
   * @param elapsed how long it took, retries included
   * @param rawBytes the length of the dump
   * @param storedBytes the length of the artifact
   * @param contents what it holds, where it was counted
   * @param proof how far it is proven
   */
  public record Good(
      String id,
      Instant started,
      Duration elapsed,
      long rawBytes,
      long storedBytes,
      Optional<Contents> contents,
      Proof proof) {}

  /**
   * What a backup holds.
   *
   * @param tables how many tables
   * @param rows how many rows in all of them
   */
  public record Contents(long tables, long rows) {}

  /**
   * How far a backup is proven.
   *
   * @param evidence in every destination that holds it
   * @param verified when that was last found
   * @param recovery how long it took to restore it, when that was last tried
   */
  public record Proof(
      Optional<Evidence> evidence, Optional<Instant> verified, Optional<Duration> recovery) {

    /** Nothing is known. */
    public static final Proof UNKNOWN =
        new Proof(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * What the schedule says.
   *
   * @param next when the next backup is due
   * @param overdueAt from when on it is missed: what is tolerated and as long as the last good one
   *     took are over then
   * @param overdue whether that time has come
   */
  public record Due(Instant next, Instant overdueAt, boolean overdue) {}

  /**
   * What is wrong with the backups of a database.
   *
   * @param shrunk whether the last one is suspiciously small; empty if nobody compared
   * @param damaged how many can no longer be read as they were written; empty if nobody looked
   */
  public record Findings(Optional<Boolean> shrunk, OptionalLong damaged) {

    /** Nobody looked. */
    public static final Findings UNKNOWN = new Findings(Optional.empty(), OptionalLong.empty());
  }

  /**
   * How restores of a database's backups ended. The numbers only grow.
   *
   * @param complete how many ended well since the history began
   * @param failed how many did not
   * @param lastElapsed how long the last one took that ended well
   */
  public record Restores(long complete, long failed, Optional<Duration> lastElapsed) {}

  /**
   * A place where backups go.
   *
   * @param id its id
   * @param freeBytes the bytes that still fit, where it can tell
   * @param kept what is kept there, for each source once
   */
  public record Destination(String id, OptionalLong freeBytes, List<Kept> kept) {

    /** Copies the list. */
    public Destination {
      kept = List.copyOf(kept);
    }
  }

  /**
   * What a destination keeps of one database.
   *
   * @param source of which one
   * @param count how many backups are there
   * @param freedBytes how many bytes the last cleanup freed, if there was one
   */
  public record Kept(ArtifactSource source, long count, OptionalLong freedBytes) {}
}
