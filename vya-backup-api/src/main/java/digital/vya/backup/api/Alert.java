package digital.vya.backup.api;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * Something people must know that no run tells them.
 *
 * @param kind what
 * @param server the name of the machine it concerns, as configured there
 * @param at when it was found
 * @param zone the zone people of that server think in
 * @param findings what was found, never empty
 */
public record Alert(Kind kind, String server, Instant at, ZoneId zone, List<Finding> findings) {

  /** Copies the list. */
  public Alert {
    findings = List.copyOf(findings);
  }

  /** What kind of thing. */
  public enum Kind {
    /** A backup that was due did not come. */
    OVERDUE,
    /** A backup that was good is so no more. */
    DAMAGED
  }

  /**
   * One thing that was found.
   *
   * @param source what it is a backup of, or should have been
   * @param message what, why, and what to do
   */
  public record Finding(ArtifactSource source, String message) {}
}
