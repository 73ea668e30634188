package digital.vya.backup.core;

import digital.vya.backup.api.RestoreReport.Comparison;
import digital.vya.backup.api.RestoreReport.Difference;
import digital.vya.backup.api.TableFingerprint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Compares what was restored with what was dumped. */
final class Comparing {

  private Comparing() {}

  /** Compares table by table. */
  static Comparison compare(List<TableFingerprint> expected, List<TableFingerprint> found) {
    if (expected.isEmpty()) {
      return Comparison.NONE;
    }
    Map<String, TableFingerprint> left = new HashMap<>();
    found.forEach(table -> left.put(table.table(), table));
    var differences = new ArrayList<Difference>();
    long tables = 0;
    long rows = 0;
    for (TableFingerprint table : expected) {
      TableFingerprint restored = left.remove(table.table());
      tables++;
      rows += restored == null ? 0 : restored.rows();
      difference(table, restored).ifPresent(differences::add);
    }
    // A table whose rows were left out on purpose has none here, and is not among the others.
    left.values().stream()
        .filter(table -> table.rows() > 0)
        .map(t -> new Difference(t.table(), OptionalLong.empty(), OptionalLong.of(t.rows())))
        .forEach(differences::add);
    differences.sort(Comparator.comparing(Difference::table));
    return new Comparison(tables, rows, differences);
  }

  private static Optional<Difference> difference(
      TableFingerprint expected, @Nullable TableFingerprint restored) {
    if (expected.equals(restored)) {
      return Optional.empty();
    }
    return Optional.of(
        new Difference(
            expected.table(),
            OptionalLong.of(expected.rows()),
            restored == null ? OptionalLong.empty() : OptionalLong.of(restored.rows())));
  }
}
