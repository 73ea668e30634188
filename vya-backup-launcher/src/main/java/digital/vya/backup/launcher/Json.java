package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.core.BackupPlan;
import digital.vya.backup.core.CheckResult;
import digital.vya.backup.core.CopyResult;
import digital.vya.backup.core.Manifest;
import digital.vya.backup.core.StoredBackup;
import digital.vya.backup.core.VerifyResult;
import java.util.List;
import java.util.Locale;

/** What commands found, as JSON: field names are a promise to scripts. */
final class Json {

  private Json() {}

  static ObjectNode report(BackupReport report) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("run", report.runId());
    node.put("server", report.server());
    node.put("outcome", lower(report.outcome()));
    node.put("started", report.started().toString());
    node.put("finished", report.finished().toString());
    ArrayNode artifacts = node.putArray("artifacts");
    report.artifacts().forEach(result -> result(artifacts.addObject(), result));
    report.warnings().forEach(node.putArray("warnings")::add);
    return node;
  }

  private static void result(ObjectNode node, ArtifactResult result) {
    source(node, result.source());
    node.put("seconds", result.elapsed().toMillis() / 1000.0);
    if (result instanceof ArtifactResult.Stored stored) {
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
            .put("problem", copy.problem())
            .put("required", copy.required());
      }
      omissions(node, stored.omissions());
    } else if (result instanceof ArtifactResult.Failed failed) {
      failed(node, failed);
    }
    result.warnings().forEach(node.putArray("warnings")::add);
  }

  private static void failed(ObjectNode node, ArtifactResult.Failed failed) {
    node.put("status", "failed");
    node.put("reason", lower(failed.reason()));
    node.put("message", failed.message());
  }

  static void omissions(ObjectNode node, ArtifactResult.Omissions omissions) {
    ObjectNode omitted = node.putObject("omitted");
    omitted.put("count", omissions.count());
    omissions.first().forEach(omitted.putArray("first")::add);
  }

  static void source(ObjectNode node, ArtifactSource source) {
    node.put("instance", source.instance());
    node.put("dbms", source.dbms());
    node.put("kind", lower(source.kind()));
    node.put("database", source.database());
  }

  static ObjectNode plan(BackupPlan plan) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode artifacts = node.putArray("artifacts");
    plan.sources().forEach(source -> source(artifacts.addObject(), source));
    ArrayNode problems = node.putArray("problems");
    for (ArtifactResult.Failed problem : plan.problems()) {
      ObjectNode failed = problems.addObject();
      source(failed, problem.source());
      failed(failed, problem);
    }
    plan.warnings().forEach(node.putArray("warnings")::add);
    return node;
  }

  static ObjectNode backups(List<StoredBackup> backups, List<String> unreadable) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode list = node.putArray("backups");
    for (StoredBackup backup : backups) {
      ObjectNode entry = list.addObject();
      entry.put("destination", backup.destination());
      manifest(entry, backup.manifest());
    }
    unreadable.forEach(node.putArray("unreadable")::add);
    return node;
  }

  private static void manifest(ObjectNode node, Manifest manifest) {
    node.put("id", manifest.id());
    source(node, manifest.source());
    node.put("started", manifest.started().toString());
    node.put("finished", manifest.finished().toString());
    node.put("key", manifest.artifact().name());
    node.put("raw_bytes", manifest.dump().bytes());
    node.put("stored_bytes", manifest.artifact().bytes());
    node.put("sha256", manifest.artifact().sha256());
    node.put("evidence", lower(manifest.proof().evidence()));
    node.put("evidence_at", manifest.proof().at().toString());
    manifest
        .proof()
        .recovery()
        .ifPresent(took -> node.put("recovery_seconds", took.toMillis() / 1000.0));
    node.put("omitted", manifest.omissions().count());
    manifest.pin().ifPresent(why -> node.put("pin", why));
    manifest.marks().damage().ifPresent(d -> node.put("damaged", d.problem()));
    manifest
        .marks()
        .shrink()
        .ifPresent(
            s -> {
              node.put("shrunk", s.toString());
              node.put("acknowledged", s.acknowledged().isPresent());
            });
  }

  static ObjectNode verified(VerifyResult result) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("destination", result.destination());
    node.put("manifest", result.key());
    node.put("id", result.manifest().map(Manifest::id).orElse(""));
    node.put("evidence", lower(result.evidence()));
    result
        .manifest()
        .flatMap(m -> m.proof().recovery())
        .ifPresent(took -> node.put("recovery_seconds", took.toMillis() / 1000.0));
    node.put("problem", result.problem());
    result.reason().ifPresent(reason -> node.put("reason", lower(reason)));
    result.warnings().forEach(node.putArray("warnings")::add);
    return node;
  }

  static ObjectNode copied(CopyResult result) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("fate", lower(result.fate()));
    node.put("key", result.key());
    result.manifest().ifPresent(manifest -> manifest(node, manifest));
    node.put("problem", result.problem());
    result.reason().ifPresent(reason -> node.put("reason", lower(reason)));
    return node;
  }

  static ObjectNode checks(List<CheckResult> results) {
    return checks(results, JsonNodeFactory.instance.objectNode());
  }

  static ObjectNode checks(List<CheckResult> results, ObjectNode node) {
    ArrayNode list = node.putArray("checks");
    for (CheckResult result : results) {
      ObjectNode entry = list.addObject();
      entry.put("kind", result.kind());
      entry.put("id", result.id());
      entry.put("ok", result.failure().isEmpty());
      result
          .failure()
          .ifPresent(
              f -> {
                entry.put("reason", lower(f.reason()));
                entry.put("message", f.message());
              });
      result.details().forEach(entry.putArray("details")::add);
    }
    return node;
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
