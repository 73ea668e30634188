package digital.vya.backup.core;

import digital.vya.backup.api.Alert;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.RestoreReport;
import java.io.IOException;
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
    return send(
        report.outcome(),
        new Message() {
          @Override
          public <C extends Record> void to(Settings.Channel<C> channel, LocalHost host)
              throws IOException, InterruptedException {
            channel.notifier().send(channel.config(), report, host);
          }
        });
  }

  /** The same about a restore. */
  List<String> send(RestoreReport report) {
    return send(
        report.ok() ? BackupReport.Outcome.COMPLETE : BackupReport.Outcome.FAILED,
        new Message() {
          @Override
          public <C extends Record> void to(Settings.Channel<C> channel, LocalHost host)
              throws IOException, InterruptedException {
            channel.notifier().send(channel.config(), report, host);
          }
        });
  }

  /** The same about what no run tells. */
  List<String> send(Alert alert) {
    return send(
        BackupReport.Outcome.FAILED,
        new Message() {
          @Override
          public <C extends Record> void to(Settings.Channel<C> channel, LocalHost host)
              throws IOException, InterruptedException {
            channel.notifier().send(channel.config(), alert, host);
          }
        });
  }

  /** What a channel is to deliver. */
  private interface Message {
    <C extends Record> void to(Settings.Channel<C> channel, LocalHost host)
        throws IOException, InterruptedException;
  }

  private List<String> send(BackupReport.Outcome outcome, Message message) {
    var problems = new ArrayList<String>();
    // A cancelled run is told too, so the caller's interrupt waits until everybody knows.
    boolean interrupted = Thread.interrupted();
    for (Settings.Channel<?> channel : environment.settings().channels()) {
      if (channel.on().contains(outcome)) {
        try {
          send(channel, message);
        } catch (BackupException e) {
          problems.add("notification " + channel.id() + " failed: " + e.getMessage());
          environment.tell(
              new BackupEvent.NotificationFailed(channel.id(), String.valueOf(e.getMessage())));
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

  private <C extends Record> void send(Settings.Channel<C> channel, Message message)
      throws InterruptedException {
    var attempt =
        new Attempt(channel.id(), channel.timeout(), channel.timeout(), () -> 0, () -> {});
    attempt.run(
        () -> {
          try (LocalHost host = environment.host()) {
            message.to(channel, host);
          }
          return true;
        });
  }
}
