package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.RestoreReport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the log what an operator looks for the next morning. A program that prints its reports
 * itself says the same twice and may leave this logger out there.
 */
final class RunLog {

  private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);

  private RunLog() {}

  /** A backup begins. */
  static void begun(String id, BackupSelection what) {
    LOG.info("the run {} began: {}", id, what);
  }

  /** Logs an event, in which there is no secret any more. */
  static void on(BackupEvent event) {
    if (event instanceof BackupEvent.RunStarted started) {
      LOG.info("the run {} has {} to back up", started.runId(), started.artifacts());
    } else if (event instanceof BackupEvent.ArtifactStarted started) {
      LOG.info(
          "{}: began{}",
          label(started.source()),
          started.attempt() > 1 ? ", attempt " + started.attempt() : "");
    } else if (event instanceof BackupEvent.Retrying retrying) {
      LOG.warn(
          "{}: attempt {} failed, another one in {}: {}",
          label(retrying.source()),
          retrying.attempt(),
          text(retrying.pause()),
          retrying.message());
    } else if (event instanceof BackupEvent.ArtifactFinished finished) {
      artifact(finished.result());
    } else if (event instanceof BackupEvent.RunFinished finished) {
      run(finished.report());
    } else if (event instanceof BackupEvent.RestoreFinished finished) {
      restore(finished.report());
    }
  }

  private static void artifact(ArtifactResult result) {
    String what = label(result.source());
    result.warnings().forEach(warning -> LOG.warn("{}: {}", what, warning));
    if (result instanceof ArtifactResult.Failed failed) {
      LOG.error(
          "{}: failed after {} ({}): {}",
          what,
          text(failed.elapsed()),
          failed.reason(),
          failed.message());
    } else if (result instanceof ArtifactResult.Stored stored) {
      LOG.info(
          "{}: stored as {}: {} bytes of a dump of {} bytes, {}, after {}: {}",
          what,
          stored.id(),
          stored.storedBytes(),
          stored.rawBytes(),
          stored.evidence().name().toLowerCase(Locale.ROOT),
          text(stored.elapsed()),
          keys(stored.copies()));
      stored.copies().stream()
          .filter(copy -> !copy.ok() && copy.required())
          .forEach(
              copy -> LOG.error("{}: not in {}: {}", what, copy.destination(), copy.problem()));
      if (!stored.doubt().isEmpty()) {
        LOG.error("{}: {}", what, stored.doubt());
      }
      omissions(what, stored.omissions());
    }
  }

  private static String keys(List<ArtifactResult.Copy> copies) {
    return copies.stream()
        .filter(ArtifactResult.Copy::ok)
        .map(copy -> copy.destination() + ":" + copy.key())
        .collect(Collectors.joining(", "));
  }

  private static void omissions(String what, ArtifactResult.Omissions omissions) {
    if (omissions.count() > 0) {
      LOG.warn("{}: {} left out, the first: {}", what, omissions.count(), omissions.first().get(0));
    }
  }

  private static void run(BackupReport report) {
    report.warnings().forEach(LOG::warn);
    LOG.info(
        "the run {} is {} after {}: {} stored, {} failed",
        report.runId(),
        report.outcome().name().toLowerCase(Locale.ROOT),
        text(Duration.between(report.started(), report.finished())),
        report.stored().size(),
        report.failed().size());
  }

  private static void restore(RestoreReport report) {
    String what = label(report.source());
    report.warnings().forEach(warning -> LOG.warn("{}: {}", what, warning));
    omissions(what, report.omissions());
    String how =
        "%s of backup %s into %s%s"
            .formatted(
                report.destination().mode().name().toLowerCase(Locale.ROOT),
                report.backupId().orElse("in a file"),
                report.destination().instance(),
                report.destination().target().map(t -> "/" + t).orElse(""));
    if (report.failure().isPresent()) {
      LOG.error(
          "{}: the restore {} ({}) failed after {}: {}",
          what,
          report.restoreId(),
          how,
          text(report.elapsed()),
          report.failure().get().message());
    } else {
      LOG.info(
          "{}: the restore {} ({}) ended well after {}, {} bytes, {} tables compared",
          what,
          report.restoreId(),
          how,
          text(report.elapsed()),
          report.rawBytes(),
          report.comparison().tables());
    }
  }

  static void verified(VerifyResult result) {
    result.warnings().forEach(warning -> LOG.warn("{}: {}", result.key(), warning));
    if (result.ok()) {
      LOG.info("{} in {} is sound: {}", result.key(), result.destination(), result.evidence());
    } else {
      LOG.error("{} in {}: {}", result.key(), result.destination(), result.problem());
    }
  }

  static void copied(CopyOrder order, CopyResult result) {
    if (result.ok()) {
      LOG.info(
          "{} from {} to {}: {}",
          result.key(),
          order.from(),
          order.to(),
          result.fate().name().toLowerCase(Locale.ROOT));
    } else {
      LOG.error(
          "{} is not copied from {} to {}: {}",
          result.key(),
          order.from(),
          order.to(),
          result.problem());
    }
  }

  static void checked(CheckResult result) {
    result
        .failure()
        .ifPresentOrElse(
            failure -> LOG.error("{} {}: {}", result.kind(), result.id(), failure.message()),
            () -> LOG.info("{} {}: {}", result.kind(), result.id(), result.details()));
  }

  /** What stands behind a failure whose message is told elsewhere. */
  static void causes(String what, BackupException e, Mask mask) {
    if (e.getCause() != null && LOG.isInfoEnabled()) {
      LOG.info(
          "{}: caused by {}",
          mask.text(what),
          mask.text(String.join(", caused by ", Failures.causes(e))));
    }
    if (LOG.isDebugEnabled()) {
      LOG.debug("{}", mask.text(what), MaskedFailure.of((Throwable) e, mask));
    }
  }

  private static String label(ArtifactSource source) {
    return source.label();
  }

  private static String text(Duration duration) {
    return Duration.ofMillis(duration.toMillis()).toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
