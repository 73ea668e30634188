package digital.vya.backup.core;

import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.ServerStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands figures to the configured exporters; what goes wrong there is only reported (M1). */
final class Metrics {

  private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);

  private final Environment environment;

  Metrics(Environment environment) {
    this.environment = environment;
  }

  /**
   * After a run.
   *
   * @param notifierFailures how many channels could not be told of it
   * @return what went wrong, one line for each exporter that failed
   */
  List<String> after(BackupReport report, int notifierFailures) {
    return export(new ServerStatuses(environment).of(report, notifierFailures));
  }

  /** The same after anything else that changes what is known. */
  List<String> afterOther() {
    return export(new ServerStatuses(environment).now());
  }

  /** The same for what has no report to be told in. */
  void afterSilent() {
    afterOther().forEach(problem -> LOG.warn("{}", environment.mask().text(problem)));
  }

  private List<String> export(Optional<ServerStatus> known) {
    if (known.isEmpty()) {
      return List.of();
    }
    ServerStatus status = known.get();
    var problems = new ArrayList<String>();
    // Figures of a cancelled operation count too, so the caller's interrupt waits.
    boolean interrupted = Thread.interrupted();
    for (Settings.Exporter<?> exporter : environment.settings().exporters()) {
      try {
        export(exporter, status);
      } catch (BackupException e) {
        problems.add("metrics " + exporter.id() + " failed: " + e.getMessage());
      } catch (InterruptedException e) {
        interrupted = true;
        problems.add("metrics " + exporter.id() + " was cancelled");
      }
    }
    environment.tell(new BackupEvent.StatusKnown(status));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return problems;
  }

  private <C extends Record> void export(Settings.Exporter<C> exporter, ServerStatus status)
      throws InterruptedException {
    var attempt =
        new Attempt(exporter.id(), exporter.timeout(), exporter.timeout(), () -> 0, () -> {});
    attempt.run(
        () -> {
          try (LocalHost host = environment.host()) {
            exporter.exporter().export(exporter.config(), status, host);
          }
          return true;
        });
  }
}
