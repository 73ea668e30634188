package digital.vya.backup.core;

import digital.vya.backup.api.Alert;
import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.RestoreReport;
import java.util.List;

/** Takes secrets out of all that the core hands out. */
final class Masking {

  private final Mask mask;

  Masking(Mask mask) {
    this.mask = mask;
  }

  String of(String text) {
    return mask.text(text);
  }

  List<String> of(List<String> texts) {
    return texts.stream().map(mask::text).toList();
  }

  BackupEvent of(BackupEvent event) {
    if (event instanceof BackupEvent.Retrying retrying) {
      return new BackupEvent.Retrying(
          retrying.source(), retrying.attempt(), retrying.pause(), of(retrying.message()));
    }
    if (event instanceof BackupEvent.ArtifactFinished finished) {
      return new BackupEvent.ArtifactFinished(of(finished.result()));
    }
    if (event instanceof BackupEvent.RunFinished finished) {
      return new BackupEvent.RunFinished(of(finished.report()));
    }
    if (event instanceof BackupEvent.RestoreFinished finished) {
      return new BackupEvent.RestoreFinished(of(finished.report()));
    }
    if (event instanceof BackupEvent.NotificationFailed failed) {
      return new BackupEvent.NotificationFailed(failed.channel(), of(failed.problem()));
    }
    return event;
  }

  BackupReport of(BackupReport report) {
    return new BackupReport(
        report.runId(),
        report.server(),
        report.started(),
        report.finished(),
        report.zone(),
        report.artifacts().stream().map(this::of).toList(),
        of(report.warnings()));
  }

  ArtifactResult of(ArtifactResult result) {
    return result instanceof ArtifactResult.Stored stored
        ? of(stored)
        : of((ArtifactResult.Failed) result);
  }

  private ArtifactResult of(ArtifactResult.Stored stored) {
    return new ArtifactResult.Stored(
        stored.source(),
        stored.id(),
        stored.started(),
        stored.elapsed(),
        stored.rawBytes(),
        stored.storedBytes(),
        stored.evidence(),
        stored.copies().stream()
            .map(
                c ->
                    new ArtifactResult.Copy(
                        c.destination(), c.key(), of(c.problem()), c.required()))
            .toList(),
        of(stored.omissions()),
        of(stored.doubt()),
        of(stored.warnings()),
        stored.before());
  }

  ArtifactResult.Failed of(ArtifactResult.Failed failed) {
    return new ArtifactResult.Failed(
        failed.source(),
        failed.started(),
        failed.elapsed(),
        failed.reason(),
        of(failed.message()),
        of(failed.causes()),
        of(failed.warnings()),
        failed.before());
  }

  private ArtifactResult.Omissions of(ArtifactResult.Omissions omissions) {
    return new ArtifactResult.Omissions(omissions.count(), of(omissions.first()));
  }

  Alert of(Alert alert) {
    return new Alert(
        alert.kind(),
        alert.server(),
        alert.at(),
        alert.zone(),
        alert.findings().stream()
            .map(f -> new Alert.Finding(f.source(), of(f.message())))
            .toList());
  }

  RestoreReport of(RestoreReport report) {
    return new RestoreReport(
        report.restoreId(),
        report.server(),
        report.source(),
        report.backupId(),
        report.destination(),
        report.started(),
        report.finished(),
        report.rawBytes(),
        report.steps(),
        report.comparison(),
        report.failure().map(f -> new RestoreReport.Failure(f.reason(), of(f.message()))),
        of(report.omissions()),
        of(report.warnings()));
  }

  BackupPlan of(BackupPlan plan) {
    return new BackupPlan(
        plan.sources(), plan.problems().stream().map(this::of).toList(), of(plan.warnings()));
  }

  VerifyResult of(VerifyResult result) {
    return new VerifyResult(
        result.destination(),
        result.key(),
        result.manifest(),
        result.evidence(),
        of(result.problem()),
        result.reason(),
        of(result.warnings()));
  }

  CopyResult of(CopyResult result) {
    return new CopyResult(
        result.key(), result.manifest(), result.fate(), of(result.problem()), result.reason());
  }

  CheckResult of(CheckResult result) {
    return new CheckResult(
        result.kind(),
        result.id(),
        result.failure().map(f -> new CheckResult.Failure(f.reason(), of(f.message()))),
        of(result.details()));
  }
}
