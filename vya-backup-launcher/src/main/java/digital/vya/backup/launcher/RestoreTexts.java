package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.RestoreMode;
import digital.vya.backup.api.RestoreReport;
import digital.vya.backup.core.KeptRestore;
import digital.vya.backup.core.Sizes;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;

/** How a restore ended, for people and for programs. */
final class RestoreTexts {

  private static final int SHOWN = 20;

  private RestoreTexts() {}

  static void restored(RestoreReport report, PrintWriter out) {
    Texts.omissions(report.omissions(), out);
    report.warnings().forEach(w -> Texts.line(out, "warning: " + w));
    RestoreReport.Destination where = report.destination();
    where
        .scratch()
        .ifPresent(
            name ->
                Texts.line(
                    out,
                    "it is in " + name + "; drop it with restore --discard " + report.restoreId()));
    where
        .kept()
        .ifPresent(
            name ->
                Texts.line(
                    out,
                    "what it replaced is kept as "
                        + name
                        + "; bring it back with restore --undo "
                        + report.restoreId()));
    Texts.line(out, conclusion(report));
  }

  private static String conclusion(RestoreReport report) {
    RestoreReport.Destination where = report.destination();
    String did =
        where.dryRun()
            ? "sound; would restore "
            : where.mode() == RestoreMode.UNDO ? "brought back " : "restored ";
    RestoreReport.Comparison compared = report.comparison();
    return did
        + report.source().label()
        + report.backupId().map(id -> " (" + id + ")").orElse("")
        + " into "
        + where.instance()
        + where.target().map(t -> " to " + t).orElse(" to its original place")
        + ": "
        + Sizes.text(report.rawBytes())
        + " in "
        + Texts.seconds(report.elapsed())
        + (compared.matched()
            ? ", " + compared.tables() + " tables with " + compared.rows() + " rows equal"
            : "");
  }

  static void failed(RestoreReport report, PrintWriter out) {
    report.warnings().forEach(w -> Texts.line(out, "warning: " + w));
    List<RestoreReport.Difference> differences = report.comparison().differences();
    differences.stream().limit(SHOWN).forEach(d -> Texts.line(out, "DIFFERENT  " + d.text()));
    if (differences.size() > SHOWN) {
      Texts.line(out, "DIFFERENT  " + (differences.size() - SHOWN) + " more tables");
    }
    Texts.line(
        out,
        "FAILED     restore "
            + report.restoreId()
            + " of "
            + report.source().label()
            + " after "
            + Texts.seconds(report.elapsed())
            + (report.steps().isEmpty()
                ? ""
                : report.steps().stream()
                    .map(RestoreReport.Step::name)
                    .collect(Collectors.joining(", ", " (", ")"))));
  }

  static ObjectNode json(RestoreReport report, List<String> contents) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("restore", report.restoreId());
    node.put("status", report.ok() ? "restored" : "failed");
    report
        .failure()
        .ifPresent(
            failure -> {
              node.put("reason", Json.lower(failure.reason()));
              node.put("message", failure.message());
            });
    Json.source(node, report.source());
    node.put("id", report.backupId().orElse(""));
    RestoreReport.Destination where = report.destination();
    node.put("into", where.instance());
    node.put("target", where.target().orElse(""));
    node.put("mode", Json.lower(where.mode()));
    node.put("scratch", where.scratch().orElse(""));
    node.put("kept", where.kept().orElse(""));
    node.put("raw_bytes", report.rawBytes());
    node.put("seconds", report.elapsed().toMillis() / 1000.0);
    node.put("dry_run", where.dryRun());
    ArrayNode steps = node.putArray("steps");
    for (RestoreReport.Step step : report.steps()) {
      steps.addObject().put("step", step.name()).put("seconds", step.elapsed().toMillis() / 1000.0);
    }
    ObjectNode compared = node.putObject("compared");
    compared.put("tables", report.comparison().tables());
    compared.put("rows", report.comparison().rows());
    ArrayNode differences = compared.putArray("differences");
    report.comparison().differences().forEach(d -> differences.add(d.text()));
    Json.omissions(node, report.omissions());
    report.warnings().forEach(node.putArray("warnings")::add);
    contents.forEach(node.putArray("contents")::add);
    return node;
  }

  static void kept(List<KeptRestore> all, ZoneId zone, PrintWriter out) {
    if (all.isEmpty()) {
      out.println("restores left nothing");
      return;
    }
    var time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(zone);
    String format = "%-8s  %-19s  %-19s  %-30s  %s";
    Texts.line(out, format.formatted("RESTORE", "SINCE", "UNTIL", "OF", "KEPT AS"));
    for (KeptRestore kept : all) {
      Texts.line(
          out,
          format.formatted(
              kept.id(),
              time.format(kept.since()),
              kept.until().map(time::format).orElse("discarded"),
              kept.instance() + "/" + kept.target(),
              kept.name()));
    }
  }

  static ObjectNode keptJson(List<KeptRestore> all) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode list = node.putArray("kept");
    for (KeptRestore kept : all) {
      ObjectNode entry = list.addObject();
      entry.put("restore", kept.id());
      entry.put("instance", kept.instance());
      entry.put("target", kept.target());
      entry.put("name", kept.name());
      entry.put("since", kept.since().toString());
      entry.put("until", kept.until().map(Object::toString).orElse(""));
      entry.put("undoable", kept.undoable());
    }
    return node;
  }
}
