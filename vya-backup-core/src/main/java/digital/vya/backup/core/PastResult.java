package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupReport.Outcome;
import digital.vya.backup.api.Before;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the backup of one database ended in an earlier run, as this machine remembers it.
 *
 * @param run the run
 * @param at when work on this database began
 * @param source what was to be backed up
 * @param ended how that ended
 * @param made what there is of it; empty if there is nothing
 */
public record PastResult(
    Run run, Instant at, ArtifactSource source, Ended ended, Optional<Made> made) {

  private static final int LONGEST_PROBLEM = 1000;

  /**
   * The run it belonged to.
   *
   * @param id its id
   * @param began when it began
   * @param whole whether it was to back up all that is configured of the instance, not one database
   */
  public record Run(String id, Instant began, boolean whole) {}

  /**
   * How it ended.
   *
   * @param outcome {@code PARTIAL} if there is a backup that is not all that was asked for
   * @param reason whose move it was if there is no backup
   * @param problem what was wrong, without secrets; empty if nothing was
   * @param elapsed how long it took, retries included
   */
  public record Ended(Outcome outcome, Optional<Reason> reason, String problem, Duration elapsed) {}

  /**
   * A backup.
   *
   * @param id its id
   * @param rawBytes the length of the dump
   * @param storedBytes the length of the artifact
   * @param evidence how far it was proven when it was made
   */
  public record Made(String id, long rawBytes, long storedBytes, Evidence evidence) {}

  /** Whether everything that was asked for was stored everywhere. */
  public boolean complete() {
    return ended.outcome() == Outcome.COMPLETE && made.isPresent();
  }

  /** Whether it was cancelled, which says nothing of the source. */
  boolean cancelled() {
    return ended.reason().filter(r -> r == Reason.CANCELLED).isPresent();
  }

  Optional<Before.Good> good() {
    return made.filter(m -> complete())
        .map(m -> new Before.Good(m.id(), at, ended.elapsed(), m.rawBytes(), m.storedBytes()));
  }

  static PastResult of(Run run, ArtifactResult result) {
    if (result instanceof ArtifactResult.Stored stored) {
      return new PastResult(
          run,
          stored.started(),
          stored.source(),
          new Ended(
              stored.complete() ? Outcome.COMPLETE : Outcome.PARTIAL,
              Optional.empty(),
              cut(problem(stored)),
              stored.elapsed()),
          Optional.of(
              new Made(stored.id(), stored.rawBytes(), stored.storedBytes(), stored.evidence())));
    }
    var failed = (ArtifactResult.Failed) result;
    return new PastResult(
        run,
        failed.started(),
        failed.source(),
        new Ended(
            Outcome.FAILED, Optional.of(failed.reason()), cut(failed.message()), failed.elapsed()),
        Optional.empty());
  }

  private static String problem(ArtifactResult.Stored stored) {
    List<String> problems = new ArrayList<>();
    stored.copies().stream()
        .filter(copy -> !copy.ok())
        .forEach(copy -> problems.add("not in " + copy.destination() + ": " + copy.problem()));
    if (!stored.doubt().isEmpty()) {
      problems.add(stored.doubt());
    }
    if (stored.omissions().count() > 0) {
      problems.add(
          stored.omissions().count()
              + " left out"
              + stored.omissions().first().stream().findFirst().map(f -> ": " + f).orElse(""));
    }
    return String.join("; ", problems);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_PROBLEM ? text : text.substring(0, LONGEST_PROBLEM) + " …";
  }
}
