package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupReport.Outcome;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How attempts ended, counted: the history forgets its beginning, and what is a counter must not
 * fall.
 */
final class AttemptCounts {

  private static final String COUNTED = "attempts_counted";
  private static final String KEY = "attempts";

  private final Map<ArtifactSource, Map<Outcome, Long>> counts = new HashMap<>();

  private AttemptCounts() {}

  /** Adds results that the history does not hold yet; the first time also all that it holds. */
  static void add(ObjectNode root, History history, List<PastResult> results) {
    if (!root.path(COUNTED).asBoolean()) {
      try {
        history.read(line -> count(root, line));
      } catch (IOException e) {
        // Whoever reads it for more tells so.
      }
      root.put(COUNTED, true);
    }
    results.forEach(result -> count(root, result));
  }

  private static void count(ObjectNode root, HistoryLine line) {
    if (line instanceof HistoryLine.Result one) {
      count(root, one.result());
    }
  }

  private static void count(ObjectNode root, PastResult result) {
    ObjectNode entry = Figures.database(root, result.source());
    ObjectNode all = entry.get(KEY) instanceof ObjectNode there ? there : entry.putObject(KEY);
    String outcome = HistoryLine.Json.lower(result.ended().outcome());
    all.put(outcome, all.path(outcome).asLong() + 1);
  }

  /** What was counted; where that cannot be told, what the history holds. */
  static AttemptCounts of(ObjectNode root, History history) throws IOException {
    var known = new AttemptCounts();
    if (root.path(COUNTED).asBoolean()) {
      root.path(Figures.DATABASES).forEach(known::take);
    } else {
      history.read(
          line -> {
            if (line instanceof HistoryLine.Result one) {
              known.add(one.result().source(), one.result().ended().outcome(), 1);
            }
          });
    }
    return known;
  }

  private void take(JsonNode entry) {
    try {
      ArtifactSource source = HistoryLine.Json.source(entry);
      for (Outcome outcome : Outcome.values()) {
        long count = entry.path(KEY).path(HistoryLine.Json.lower(outcome)).asLong();
        add(source, outcome, Math.max(0, count));
      }
    } catch (IllegalArgumentException e) {
      // Somebody else has put it there.
    }
  }

  private void add(ArtifactSource source, Outcome outcome, long number) {
    counts
        .computeIfAbsent(source, any -> new EnumMap<>(Outcome.class))
        .merge(outcome, number, Long::sum);
  }

  /** That a server could not even be listed is an attempt at each of its databases. */
  long of(ArtifactSource source, Outcome outcome) {
    return Stream.of(source, ArtifactSource.instance(source.instance(), source.dbms()))
        .distinct()
        .mapToLong(s -> counts.getOrDefault(s, Map.of()).getOrDefault(outcome, 0L))
        .sum();
  }
}
