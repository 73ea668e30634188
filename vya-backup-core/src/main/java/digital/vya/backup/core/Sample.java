package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;

/**
 * A part of many backups: those that were verified longest ago.
 *
 * @param number how many of them, at least 1, or how many percent
 * @param percent whether it is a percentage
 */
public record Sample(int number, boolean percent) {

  private static final String FORM = "[0-9]{1,7}%?";

  /** Checks the number. */
  public Sample {
    if (number < 1 || (percent && number > 100)) {
      throw BackupException.configuration(
          "a sample is 1 or more backups, or 1% to 100% of them, such as 10%");
    }
  }

  /** Reads {@code 10%} or {@code 200}. */
  public static Sample parse(String text) {
    if (!text.matches(FORM)) {
      throw BackupException.configuration(
          Shown.name(text) + " is no sample; write a number or a percentage, such as 10%");
    }
    boolean percent = text.endsWith("%");
    String digits = percent ? text.substring(0, text.length() - 1) : text;
    return new Sample(Integer.parseInt(digits), percent);
  }

  /** How many that are of a total: never none, and rounded up, so that 100 / N runs see all. */
  int of(long total) {
    return (int) Math.max(1, percent ? (total * number + 99) / 100 : number);
  }
}
