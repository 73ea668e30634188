package digital.vya.backup.core;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How much smaller a backup is than those before it.
 *
 * @param figures what was compared and found too small, never empty
 * @param acknowledged who looked at it said that it is right; empty as long as nobody did
 */
public record Shrink(List<Figure> figures, Optional<Acknowledged> acknowledged) {

  /** Copies the list. */
  public Shrink {
    figures = List.copyOf(figures);
  }

  /** What is compared. */
  public enum Measure {
    /** The length of the dump. */
    BYTES,
    /** The rows of all tables together. */
    ROWS,
    /** How many tables there are. */
    TABLES
  }

  /**
   * One thing that is too small.
   *
   * @param measure what
   * @param is how much there is of it
   * @param was the median of those before
   * @param of how many that were
   */
  public record Figure(Measure measure, long is, long was, int of) {

    @Override
    public String toString() {
      return measure == Measure.BYTES
          ? Sizes.text(is) + " after " + Sizes.text(was)
          : "%d %s after %d".formatted(is, measure.name().toLowerCase(Locale.ROOT), was);
    }
  }

  /**
   * Somebody looked at it.
   *
   * @param at when
   * @param reason what they said
   */
  public record Acknowledged(Instant at, String reason) {}

  Shrink acknowledged(Instant now, String reason) {
    return new Shrink(figures, Optional.of(new Acknowledged(now, reason)));
  }

  /** Such as {@code 1.0 MiB after 9.5 MiB, 2 tables after 40}. */
  @Override
  public String toString() {
    return figures.stream().map(Figure::toString).collect(Collectors.joining(", "));
  }
}
