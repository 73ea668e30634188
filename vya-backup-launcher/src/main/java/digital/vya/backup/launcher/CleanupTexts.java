package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.core.CleanupResult;
import digital.vya.backup.core.CleanupResult.Fate;
import digital.vya.backup.core.SimulatedRetention;
import digital.vya.backup.core.Sizes;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a cleanup did or would do, for people and for programs. */
final class CleanupTexts {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final int FIRST_DAYS = 36_500;

  private CleanupTexts() {}

  static void print(List<CleanupResult> results, ZoneId zone, PrintWriter out) {
    for (CleanupResult result : results) {
      out.println("storage " + Output.plain(result.destination()));
      result.items().forEach(item -> item(item, zone, out));
      result.warnings().forEach(w -> out.println("  warning: " + Output.plain(w)));
      perDatabase(result, out);
      if (!result.refused().isEmpty()) {
        out.println("  NOTHING DELETED: " + Output.plain(result.refused()));
      }
      out.println(
          "  %d stay, %d would go, %d deleted, %d must not be deleted, %d could not be deleted, %s freed"
              .formatted(
                  result.count(Fate.STAYS),
                  result.count(Fate.WOULD_GO),
                  result.count(Fate.DELETED),
                  result.count(Fate.DENIED),
                  result.count(Fate.FAILED),
                  Sizes.text(result.freedBytes())));
    }
  }

  private static void item(CleanupResult.Item item, ZoneId zone, PrintWriter out) {
    String why =
        item.fate() == Fate.STAYS ? "kept by " + String.join(", ", item.keptBy()) : item.problem();
    out.println(
        Output.plain(
            "  %-8s %s  %s  %s  %s  %s"
                .formatted(
                    Json.lower(item.fate()),
                    TIME.format(item.started().atZone(zone)),
                    item.source().label(),
                    Sizes.text(item.bytes()),
                    Json.lower(item.evidence()),
                    why)
                .stripTrailing()));
  }

  private static void perDatabase(CleanupResult result, PrintWriter out) {
    Map<String, Long> freed = new TreeMap<>();
    result.items().stream()
        .filter(item -> item.fate() == Fate.DELETED || item.fate() == Fate.WOULD_GO)
        .forEach(item -> freed.merge(item.source().label(), item.bytes(), Long::sum));
    freed.forEach(
        (label, bytes) ->
            out.println(Output.plain("  " + label + ": " + Sizes.text(bytes) + " to be freed")));
  }

  static ObjectNode json(List<CleanupResult> results) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    var storages = root.putArray("storages");
    for (CleanupResult result : results) {
      ObjectNode node = storages.addObject();
      node.put("storage", result.destination());
      node.put("refused", result.refused());
      node.put("freed_bytes", result.freedBytes());
      result.warnings().forEach(node.putArray("warnings")::add);
      var items = node.putArray("backups");
      for (CleanupResult.Item item : result.items()) {
        ObjectNode one = items.addObject();
        one.put("id", item.id());
        one.put("key", item.key());
        Json.source(one, item.source());
        one.put("started", item.started().toString());
        one.put("bytes", item.bytes());
        one.put("evidence", Json.lower(item.evidence()));
        one.put("fate", Json.lower(item.fate()));
        item.keptBy().forEach(one.putArray("kept_by")::add);
        one.put("problem", item.problem());
      }
    }
    return root;
  }

  static void print(SimulatedRetention simulated, ZoneId zone, PrintWriter out) {
    simulated.left().forEach(at -> out.println(TIME.format(at.atZone(zone))));
    out.println(simulated.left().size() + " backups are there in the end");
    for (SimulatedRetention.Band band : simulated.bands()) {
      if (!band.worstGap().isZero()) {
        out.println(
            "at the worst %s without a backup %s"
                .formatted(time(band.worstGap()), age(band.fromDays(), band.toDays())));
      }
    }
  }

  private static String age(int from, int to) {
    return to >= FIRST_DAYS
        ? "of more than " + from + " days ago"
        : "of " + from + " to " + to + " days ago";
  }

  private static String time(Duration duration) {
    return duration.toDays() + " days " + duration.toHoursPart() + " hours";
  }

  static ObjectNode json(SimulatedRetention simulated) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    simulated.left().stream().map(Instant::toString).forEach(root.putArray("left")::add);
    var bands = root.putArray("bands");
    for (SimulatedRetention.Band band : simulated.bands()) {
      ObjectNode node = bands.addObject();
      node.put("from_days", band.fromDays());
      node.put("to_days", band.toDays());
      node.put("worst_gap_seconds", band.worstGap().toSeconds());
    }
    return root;
  }
}
