package digital.vya.backup.core;

import java.util.Optional;

/**
 * How much one cleanup may delete from a storage, so that a wrong clock or a wrong configuration
 * cannot empty it.
 *
 * @param number a count, or a percentage of the backups that are there
 * @param percent whether it is a percentage
 */
record DeleteLimit(int number, boolean percent) {

  static final DeleteLimit DEFAULT = new DeleteLimit(50, true);

  /** What a small store may always lose: the night before, also when one cleanup was missed. */
  private static final int EACH_DATABASE = 2;

  /** Reads {@code 50%} or {@code 20}; empty if it is neither. */
  static Optional<DeleteLimit> parse(String text) {
    String digits = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
    return digits.matches("[0-9]{1,6}")
        ? Optional.of(new DeleteLimit(Integer.parseInt(digits), text.endsWith("%")))
        : Optional.empty();
  }

  /**
   * How many backups may go.
   *
   * @param backups how many there are
   * @param databases of how many databases they are
   */
  long allowed(long backups, long databases) {
    return percent
        ? Math.max(backups * Math.min(number, 100) / 100, databases * EACH_DATABASE)
        : number;
  }

  @Override
  public String toString() {
    return number + (percent ? "%" : "");
  }
}
