package digital.vya.backup.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody probably meant to write. */
final class NearMiss {

  private static final int FARTHEST = 2;

  private NearMiss() {}

  /** The known name that is at most two edits away from the given one, the nearest first. */
  static Optional<String> of(String given, Collection<String> known) {
    return known.stream()
        .filter(name -> distance(given, name) <= Math.min(FARTHEST, name.length() - 1))
        .min(
            Comparator.<String>comparingInt(name -> distance(given, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** {@code no such setting; did you mean host?}, or the first half of it. */
  static String hint(String complaint, String given, Collection<String> known) {
    return of(given, known)
        .map(name -> complaint + "; did you mean " + name + "?")
        .orElse(complaint);
  }

  /**
   * {@code no storage named s4; did you mean s3? known: local, s3}.
   *
   * @param kind what is looked for, in the singular
   */
  static String unknown(String kind, String given, Collection<String> known) {
    String start = hint("no " + kind + " named " + Shown.name(given), given, known);
    String end = known.isEmpty() ? "none is there" : "known: " + String.join(", ", known);
    return start + (start.endsWith("?") ? " " : "; ") + end;
  }

  private static int distance(String one, String other) {
    if (Math.abs(one.length() - other.length()) > FARTHEST) {
      return FARTHEST + 1;
    }
    int[] row = new int[other.length() + 1];
    for (int column = 0; column < row.length; column++) {
      row[column] = column;
    }
    for (int line = 1; line <= one.length(); line++) {
      int diagonal = row[0];
      row[0] = line;
      for (int column = 1; column < row.length; column++) {
        int replace = diagonal + (one.charAt(line - 1) == other.charAt(column - 1) ? 0 : 1);
        diagonal = row[column];
        row[column] = Math.min(replace, 1 + Math.min(row[column], row[column - 1]));
      }
    }
    return row[other.length()];
  }
}
