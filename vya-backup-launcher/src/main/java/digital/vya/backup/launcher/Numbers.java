package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.BackupReport.Outcome;
import digital.vya.backup.core.PastResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** What many results come to. */
final class Numbers {

  private final List<Long> millis = new ArrayList<>();
  private final List<Long> raw = new ArrayList<>();
  private final List<Long> stored = new ArrayList<>();
  private long complete;
  private long partial;
  private long failed;

  void add(PastResult result) {
    Outcome outcome = result.ended().outcome();
    complete += outcome == Outcome.COMPLETE ? 1 : 0;
    partial += outcome == Outcome.PARTIAL ? 1 : 0;
    failed += outcome == Outcome.FAILED ? 1 : 0;
    if (result.made().isPresent()) {
      // How long a failure took says nothing of how long a backup takes.
      millis.add(result.ended().elapsed().toMillis());
      raw.add(result.made().get().rawBytes());
      stored.add(result.made().get().storedBytes());
    }
  }

  long attempts() {
    return complete + partial + failed;
  }

  /** How many of a hundred were complete. */
  double rate() {
    return attempts() == 0 ? 0 : 100.0 * complete / attempts();
  }

  long complete() {
    return complete;
  }

  long partial() {
    return partial;
  }

  long failed() {
    return failed;
  }

  String durations(LongFunction<String> text) {
    return range(millis, text);
  }

  String dumps(LongFunction<String> text) {
    return range(raw, text);
  }

  private static String range(List<Long> all, LongFunction<String> text) {
    return all.isEmpty()
        ? "-"
        : "%s / %s / %s"
            .formatted(text.apply(least(all)), text.apply(median(all)), text.apply(most(all)));
  }

  private static long least(List<Long> all) {
    return all.stream().mapToLong(n -> n).min().orElse(0);
  }

  private static long most(List<Long> all) {
    return all.stream().mapToLong(n -> n).max().orElse(0);
  }

  /** The one in the middle, or between the two that are. */
  private static long median(List<Long> all) {
    List<Long> sorted = all.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : sorted.get(half - 1) / 2
            + sorted.get(half) / 2
            + (sorted.get(half - 1) % 2 + sorted.get(half) % 2) / 2;
  }

  void json(ObjectNode node) {
    node.put("attempts", attempts()).put("complete", complete);
    node.put("partial", partial).put("failed", failed);
    node.put("success_percent", Math.round(rate() * 10) / 10.0);
    json(node.putObject("seconds"), millis, 1000);
    json(node.putObject("raw_bytes"), raw, 1);
    json(node.putObject("stored_bytes"), stored, 1);
  }

  private static void json(ObjectNode node, List<Long> all, int unit) {
    if (!all.isEmpty()) {
      put(node, "min", least(all), unit);
      put(node, "median", median(all), unit);
      put(node, "max", most(all), unit);
    }
  }

  private static void put(ObjectNode node, String name, long value, int unit) {
    if (unit == 1) {
      node.put(name, value);
    } else {
      node.put(name, (double) value / unit);
    }
  }
}
