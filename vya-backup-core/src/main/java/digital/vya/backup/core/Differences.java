package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.RestoreReport.Comparison;
import digital.vya.backup.api.RestoreReport.Difference;
import java.util.stream.Collectors;

/** Says that a restored copy is not what was backed up. */
final class Differences {

  private static final int NAMED = 5;

  private Differences() {}

  /**
   * Returns if there are none.
   *
   * @param afterwards what became of target and copy
   */
  static void refuse(Comparison comparison, String afterwards) {
    if (comparison.differences().isEmpty()) {
      return;
    }
    int more = comparison.differences().size() - NAMED;
    throw BackupException.data(
        "the restored copy is not what was backed up: "
            + comparison.differences().stream()
                .limit(NAMED)
                .map(Difference::text)
                .collect(Collectors.joining("; "))
            + (more > 0 ? " and " + more + " more tables" : "")
            + "; "
            + afterwards);
  }
}
