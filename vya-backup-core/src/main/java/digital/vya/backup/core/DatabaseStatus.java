package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupReport.Outcome;
import digital.vya.backup.api.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How well one database is backed up.
 *
 * @param source what is backed up
 * @param last the last attempt; empty if nothing is remembered
 * @param good the last complete backup; empty if there is none
 * @param trend the lengths of the last dumps in bytes, the oldest first
 * @param due when the next complete backup is due, or was; empty without a schedule
 * @param overdueAt from when on it is missed; empty without a schedule
 * @param gone whether a later run did not find it on its server any more
 */
public record DatabaseStatus(
    ArtifactSource source,
    Optional<Last> last,
    Optional<Good> good,
    List<Long> trend,
    Optional<Instant> due,
    Optional<Instant> overdueAt,
    boolean gone) {

  /** Copies the list. */
  public DatabaseStatus {
    trend = List.copyOf(trend);
  }

  /**
   * The last attempt.
   *
   * @param at when it began
   * @param outcome how it ended
   * @param problem what was wrong, without secrets; empty if nothing was
   */
  public record Last(Instant at, Outcome outcome, String problem) {}

  /**
   * A complete backup.
   *
   * @param id its id
   * @param at when it began
   * @param elapsed how long it took
   * @param rawBytes the length of the dump
   * @param storedBytes the length of the artifact
   * @param evidence how far it is proven
   */
  public record Good(
      String id,
      Instant at,
      Duration elapsed,
      long rawBytes,
      long storedBytes,
      Evidence evidence) {}

  /** Whether a backup that was due did not come. */
  public boolean overdue(Instant now) {
    return !gone && overdueAt.filter(at -> !at.isAfter(now)).isPresent();
  }

  /** What is not well, one line each; empty if all is. */
  public List<String> problems(Instant now) {
    var problems = new ArrayList<String>();
    if (gone) {
      return problems;
    }
    if (good.isEmpty()) {
      problems.add("has no complete backup");
    }
    if (overdue(now)) {
      problems.add(overdueText());
    }
    last.filter(l -> l.outcome() != Outcome.COMPLETE)
        .ifPresent(
            l ->
                problems.add(
                    (l.outcome() == Outcome.PARTIAL
                            ? "the last attempt was incomplete"
                            : "the last attempt failed")
                        + (l.problem().isEmpty() ? "" : ": " + l.problem())));
    return problems;
  }

  String overdueText() {
    return "overdue since %s: it was due at %s and no complete backup has come; look at the log of its server, and whether anything calls vya-backupdb there"
        .formatted(
            overdueAt.map(Instant::toString).orElse(""), due.map(Instant::toString).orElse(""));
  }

  /** Whether there is nothing to mend. */
  public boolean ok(Instant now) {
    return problems(now).isEmpty();
  }
}
