package digital.vya.backup.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.Alert;
import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Before;
import digital.vya.backup.api.RestoreReport;
import digital.vya.backup.api.RunStart;
import java.util.Locale;

/** The news as JSON. The names are a promise; docs/notifications.md describes them. */
final class WebhookBody {

  /** Grows when something changes that readers rely on, and not when something is added. */
  private static final int VERSION = 1;

  private WebhookBody() {}

  private static ObjectNode event(String event, String run, String server) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("version", VERSION)
        .put("event", event)
        .put("run", run)
        .put("server", server);
  }

  static ObjectNode of(RunStart run) {
    return event("start", run.runId(), run.server())
        .put("started", run.started().toString())
        .put("timezone", run.zone().getId());
  }

  static ObjectNode of(BackupReport report) {
    ObjectNode node = event("backup", report.runId(), report.server());
    node.put("outcome", lower(report.outcome()));
    node.put("recovered", report.recovered());
    node.put("started", report.started().toString());
    node.put("finished", report.finished().toString());
    node.put("timezone", report.zone().getId());
    ArrayNode artifacts = node.putArray("artifacts");
    report.artifacts().forEach(result -> artifact(artifacts.addObject(), result));
    report.warnings().forEach(node.putArray("warnings")::add);
    return node;
  }

  private static void artifact(ObjectNode node, ArtifactResult result) {
    source(node, result.source());
    node.put("seconds", result.elapsed().toMillis() / 1000.0);
    if (result instanceof ArtifactResult.Stored stored) {
      stored(node, stored);
    } else if (result instanceof ArtifactResult.Failed failed) {
      node.put("status", "failed");
      node.put("reason", lower(failed.reason()));
      node.put("message", failed.message());
      failed.causes().forEach(node.putArray("causes")::add);
    }
    result.warnings().forEach(node.putArray("warnings")::add);
    result.before().flatMap(Before::lastGood).ifPresent(good -> before(node, good));
  }

  private static void stored(ObjectNode node, ArtifactResult.Stored stored) {
    node.put("status", stored.complete() ? "stored" : "incomplete");
    node.put("id", stored.id());
    node.put("raw_bytes", stored.rawBytes());
    node.put("stored_bytes", stored.storedBytes());
    node.put("evidence", lower(stored.evidence()));
    node.put("doubt", stored.doubt());
    ArrayNode copies = node.putArray("copies");
    for (ArtifactResult.Copy copy : stored.copies()) {
      copies
          .addObject()
          .put("destination", copy.destination())
          .put("key", copy.key())
          .put("problem", copy.problem());
    }
    ObjectNode omitted = node.putObject("omitted");
    omitted.put("count", stored.omissions().count());
    stored.omissions().first().forEach(omitted.putArray("first")::add);
  }

  private static void before(ObjectNode node, Before.Good good) {
    node.putObject("last_good")
        .put("id", good.id())
        .put("started", good.started().toString())
        .put("seconds", good.elapsed().toMillis() / 1000.0)
        .put("raw_bytes", good.rawBytes())
        .put("stored_bytes", good.storedBytes());
  }

  static ObjectNode of(RestoreReport report) {
    ObjectNode node = event("restore", report.restoreId(), report.server());
    node.put("outcome", report.ok() ? "complete" : "failed");
    source(node, report.source());
    report.backupId().ifPresent(id -> node.put("id", id));
    RestoreReport.Destination to = report.destination();
    ObjectNode target = node.putObject("target").put("instance", to.instance());
    to.target().ifPresent(name -> target.put("database", name));
    target.put("mode", lower(to.mode())).put("dry_run", to.dryRun());
    node.put("started", report.started().toString());
    node.put("finished", report.finished().toString());
    node.put("raw_bytes", report.rawBytes());
    node.put("tables_compared", report.comparison().tables());
    node.put("tables_different", report.comparison().differences().size());
    report
        .failure()
        .ifPresent(
            failure ->
                node.put("reason", lower(failure.reason())).put("message", failure.message()));
    report.warnings().forEach(node.putArray("warnings")::add);
    return node;
  }

  static ObjectNode of(Alert alert) {
    ObjectNode node = event(lower(alert.kind()), "", alert.server());
    node.remove("run");
    node.put("found", alert.at().toString());
    node.put("timezone", alert.zone().getId());
    ArrayNode findings = node.putArray("findings");
    for (Alert.Finding finding : alert.findings()) {
      ObjectNode one = findings.addObject();
      source(one, finding.source());
      one.put("message", finding.message());
    }
    return node;
  }

  private static void source(ObjectNode node, ArtifactSource source) {
    node.put("instance", source.instance());
    node.put("dbms", source.dbms());
    node.put("kind", lower(source.kind()));
    node.put("database", source.database());
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
