package digital.vya.backup.api;

import digital.vya.backup.api.ArtifactResult.Omissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a restore ended.
 *
 * @param restoreId its id: 8 hexadecimal digits, also in the names of what it left beside the
 *     target
 * @param server the name of the machine it was run on, as configured
 * @param source what had been backed up
 * @param backupId the id of the backup; empty for a file without manifest
 * @param destination where it went
 * @param started when it began
 * @param finished when it ended
 * @param rawBytes the length of the dump, as far as it was read
 * @param steps what was done, in its order
 * @param comparison what the comparison with the backup's fingerprints showed
 * @param failure why it failed; empty if it did not
 * @param omissions what of the backup could not be restored
 * @param warnings what a user should know
 */
public record RestoreReport(
    String restoreId,
    String server,
    ArtifactSource source,
    Optional<String> backupId,
    Destination destination,
    Instant started,
    Instant finished,
    long rawBytes,
    List<Step> steps,
    Comparison comparison,
    Optional<Failure> failure,
    Omissions omissions,
    List<String> warnings) {

  /** Copies the lists. */
  public RestoreReport {
    steps = List.copyOf(steps);
    warnings = List.copyOf(warnings);
  }

  /** Whether the target holds what was asked for. */
  public boolean ok() {
    return failure.isEmpty();
  }

  /** How long it took. */
  public Duration elapsed() {
    return Duration.between(started, finished);
  }

  /**
   * Where a restore went.
   *
   * @param instance the instance
   * @param target the database or folder, as ordered; empty for the original place
   * @param mode how the target was treated
   * @param scratch the scratch database that a test left
   * @param kept what was replaced and can be brought back, by its name beside the target
   * @param dryRun whether nothing was changed
   */
  public record Destination(
      String instance,
      Optional<String> target,
      RestoreMode mode,
      Optional<String> scratch,
      Optional<String> kept,
      boolean dryRun) {}

  /**
   * One step.
   *
   * @param name what was done, such as {@code verify} or {@code swap}
   * @param elapsed how long it took
   */
  public record Step(String name, Duration elapsed) {}

  /**
   * What the comparison of the restored tables with the fingerprints showed.
   *
   * @param tables how many tables were compared; 0 if the backup has no fingerprints
   * @param rows how many rows they held
   * @param differences the tables that are not equal
   */
  public record Comparison(long tables, long rows, List<Difference> differences) {

    /** Nothing was compared. */
    public static final Comparison NONE = new Comparison(0, 0, List.of());

    /** Copies the list. */
    public Comparison {
      differences = List.copyOf(differences);
    }

    /** Whether tables were compared, and all of them are equal. */
    public boolean matched() {
      return tables > 0 && differences.isEmpty();
    }
  }

  /**
   * A table that is not what it was.
   *
   * @param table its name
   * @param expected how many rows the backup holds; empty if it does not hold the table
   * @param found how many rows were restored; empty if the table was not
   */
  public record Difference(String table, OptionalLong expected, OptionalLong found) {

    /** In words, such as {@code public.orders: 41 rows instead of 42}. */
    public String text() {
      if (expected.isEmpty()) {
        return table + ": is not in the backup";
      }
      if (found.isEmpty()) {
        return table + ": is missing";
      }
      return expected.getAsLong() == found.getAsLong()
          ? table + ": has as many rows (" + found.getAsLong() + "), but not the same"
          : table + ": " + found.getAsLong() + " rows instead of " + expected.getAsLong();
    }
  }

  /**
   * Why a restore failed.
   *
   * @param reason whose move it is
   * @param message what failed, why, and what to do
   */
  public record Failure(Reason reason, String message) {}
}
