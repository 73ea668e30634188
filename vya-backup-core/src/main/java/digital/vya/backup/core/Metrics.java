package digital.vya.backup.core;

import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.ServerFigures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
   * @param destinations where it went
   * @return what went wrong, one line for each exporter that failed
   */
  List<String> after(List<OpenDestination> destinations) {
    if (environment.settings().exporters().isEmpty() && environment.listeners().isEmpty()) {
      return List.of();
    }
    try {
      return export(new KnownFigures(environment).of(destinations));
    } catch (IOException e) {
      return List.of("what is known cannot be read, so there are no metrics: " + Failures.text(e));
    }
  }

  /** The same after anything else that changes what is known. */
  List<String> afterOther() {
    return after(List.of());
  }

  /** The same for what has no report to be told in. */
  void afterSilent() {
    afterOther().forEach(problem -> LOG.warn("{}", environment.mask().text(problem)));
  }

  private List<String> export(ServerFigures status) {
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
    environment.tell(new BackupEvent.FiguresKnown(status));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return problems;
  }

  private <C extends Record> void export(Settings.Exporter<C> exporter, ServerFigures status)
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
