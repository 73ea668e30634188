package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import java.util.ArrayList;
import java.util.List;

/** Tells the configured channels how a run ended; what goes wrong there is only reported. */
final class Notifications {

  private final Environment environment;

  Notifications(Environment environment) {
    this.environment = environment;
  }

  /** What went wrong, one line for each channel that could not be told. */
  List<String> send(BackupReport report) {
    var problems = new ArrayList<String>();
    // A cancelled run is told too, so the caller's interrupt waits until everybody knows.
    boolean interrupted = Thread.interrupted();
    for (Settings.Channel<?> channel : environment.settings().channels()) {
      if (channel.on().contains(report.outcome())) {
        try {
          send(channel, report);
        } catch (BackupException e) {
          problems.add("notification " + channel.id() + " failed: " + e.getMessage());
        } catch (InterruptedException e) {
          interrupted = true;
          problems.add("notification " + channel.id() + " was cancelled");
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return problems;
  }

  private <C extends Record> void send(Settings.Channel<C> channel, BackupReport report)
      throws InterruptedException {
    var attempt =
        new Attempt(channel.id(), channel.timeout(), channel.timeout(), () -> 0, () -> {});
    attempt.run(
        () -> {
          try (LocalHost host = environment.host()) {
            channel.notifier().send(channel.config(), report, host);
          }
          return true;
        });
  }
}
