package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Before;
import digital.vya.backup.api.ServerStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Puts together what is known: today only what a run reports, and what it knew of the one before.
 */
final class ServerStatuses {

  private final Environment environment;

  ServerStatuses(Environment environment) {
    this.environment = environment;
  }

  /** What is known after a run. */
  Optional<ServerStatus> of(BackupReport report, int notifierFailures) {
    Map<Object, ServerStatus.Database> databases = new LinkedHashMap<>();
    report.artifacts().forEach(result -> databases.putIfAbsent(result.source(), database(result)));
    return Optional.of(
        new ServerStatus(
            report.server(),
            report.zone(),
            environment.clock().instant(),
            List.copyOf(databases.values()),
            environment.settings().destinations().stream()
                .map(d -> new ServerStatus.Destination(d.id(), OptionalLong.empty(), List.of()))
                .toList(),
            OptionalLong.of(notifierFailures)));
  }

  /** What is known without a run; nothing yet, and half of it would replace the whole. */
  Optional<ServerStatus> now() {
    return Optional.empty();
  }

  private static ServerStatus.Database database(ArtifactResult result) {
    return new ServerStatus.Database(
        result.source(),
        Optional.of(attempts(result)),
        good(result),
        Optional.empty(),
        ServerStatus.Findings.UNKNOWN,
        Optional.empty());
  }

  private static ServerStatus.Attempts attempts(ArtifactResult result) {
    boolean stored = result instanceof ArtifactResult.Stored;
    BackupReport.Outcome outcome =
        result.complete()
            ? BackupReport.Outcome.COMPLETE
            : stored ? BackupReport.Outcome.PARTIAL : BackupReport.Outcome.FAILED;
    return new ServerStatus.Attempts(
        new ServerStatus.Attempt(
            result.started(),
            outcome,
            result.elapsed(),
            result instanceof ArtifactResult.Failed failed
                ? Optional.of(failed.reason())
                : Optional.empty()),
        outcome == BackupReport.Outcome.COMPLETE ? 1 : 0,
        outcome == BackupReport.Outcome.PARTIAL ? 1 : 0,
        outcome == BackupReport.Outcome.FAILED ? 1 : 0);
  }

  private static Optional<ServerStatus.Good> good(ArtifactResult result) {
    if (result instanceof ArtifactResult.Stored stored && stored.complete()) {
      return Optional.of(
          new ServerStatus.Good(
              stored.id(),
              stored.started(),
              stored.elapsed(),
              stored.rawBytes(),
              stored.storedBytes(),
              Optional.empty(),
              new ServerStatus.Proof(
                  Optional.of(stored.evidence()), Optional.empty(), Optional.empty())));
    }
    return result.before().flatMap(Before::lastGood).map(ServerStatuses::good);
  }

  private static ServerStatus.Good good(Before.Good good) {
    return new ServerStatus.Good(
        good.id(),
        good.started(),
        good.elapsed(),
        good.rawBytes(),
        good.storedBytes(),
        Optional.empty(),
        ServerStatus.Proof.UNKNOWN);
  }
}
