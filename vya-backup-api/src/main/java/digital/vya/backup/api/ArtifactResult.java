package digital.vya.backup.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How the backup of one database, or of an instance's globals, ended. */
public sealed interface ArtifactResult {

  /** What was to be backed up. */
  ArtifactSource source();

  /** When work on it began. */
  Instant started();

  /** How long it took, retries included. */
  Duration elapsed();

  /** What a user should know beside the outcome. */
  List<String> warnings();

  /** What was known before; empty if this is the first attempt, or nothing is known. */
  Optional<Before> before();

  /** The same with what was known before. */
  ArtifactResult after(Optional<Before> known);

  /**
   * Whether everything that was asked for is stored in every destination that is required, and
   * proven as far as it was to be.
   */
  boolean complete();

  /**
   * There is an artifact, in at least one destination.
   *
   * @param source what it was made of
   * @param id the id of the backup
   * @param started when work on it began
   * @param elapsed how long it took, retries included
   * @param rawBytes the length of the dump
   * @param storedBytes the length of the artifact
   * @param evidence how far it is proven, in every destination that holds it
   * @param copies the destinations and what became of the copy in each
   * @param omissions what of the source is not in it
   * @param doubt why somebody should look at it, such as a restore drill that failed, or that it is
   *     far smaller than those before it; empty if there is no reason
   * @param warnings what a user should know
   * @param before what was known before
   */
  record Stored(
      ArtifactSource source,
      String id,
      Instant started,
      Duration elapsed,
      long rawBytes,
      long storedBytes,
      Evidence evidence,
      List<Copy> copies,
      Omissions omissions,
      String doubt,
      List<String> warnings,
      Optional<Before> before)
      implements ArtifactResult {

    /** Copies the lists. */
    public Stored {
      copies = List.copyOf(copies);
      warnings = List.copyOf(warnings);
    }

    @Override
    public boolean complete() {
      return omissions.count() == 0
          && doubt.isEmpty()
          && copies.stream().anyMatch(Copy::ok)
          && copies.stream().allMatch(copy -> copy.ok() || !copy.required());
    }

    @Override
    public Stored after(Optional<Before> known) {
      return new Stored(
          source,
          id,
          started,
          elapsed,
          rawBytes,
          storedBytes,
          evidence,
          copies,
          omissions,
          doubt,
          warnings,
          known);
    }
  }

  /**
   * There is no artifact.
   *
   * @param source what was to be backed up
   * @param started when work on it began
   * @param elapsed how long it took, retries included
   * @param reason whose move it is
   * @param message what failed, why, and what to do
   * @param causes what stands behind it, the nearest first
   * @param warnings what a user should know
   * @param before what was known before
   */
  record Failed(
      ArtifactSource source,
      Instant started,
      Duration elapsed,
      Reason reason,
      String message,
      List<String> causes,
      List<String> warnings,
      Optional<Before> before)
      implements ArtifactResult {

    /** Copies the lists. */
    public Failed {
      causes = List.copyOf(causes);
      warnings = List.copyOf(warnings);
    }

    @Override
    public boolean complete() {
      return false;
    }

    @Override
    public Failed after(Optional<Before> known) {
      return new Failed(source, started, elapsed, reason, message, causes, warnings, known);
    }
  }

  /**
   * An artifact's copy in one destination.
   *
   * @param destination the id of the destination
   * @param key where it is
   * @param problem why it is not there, empty if it is
   * @param required whether the backup is not complete without it
   */
  record Copy(String destination, String key, String problem, boolean required) {

    /** A copy that is required. */
    public Copy(String destination, String key, String problem) {
      this(destination, key, problem, true);
    }

    /** Whether the copy is there. */
    public boolean ok() {
      return problem.isEmpty();
    }
  }

  /**
   * What of the source is not in the artifact.
   *
   * @param count how many things are missing
   * @param first the first of them with the reason; at most {@value #NAMED}
   */
  record Omissions(long count, List<String> first) {

    /** How many omissions are told by name. */
    public static final int NAMED = 1000;

    /** Nothing is missing. */
    public static final Omissions NONE = new Omissions(0, List.of());

    /** Copies the list. */
    public Omissions {
      first = List.copyOf(first);
    }
  }
}
