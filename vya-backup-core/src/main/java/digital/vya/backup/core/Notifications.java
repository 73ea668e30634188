package digital.vya.backup.core;

import digital.vya.backup.api.Alert;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.RestoreReport;
import digital.vya.backup.api.RunStart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Tells the configured channels how one operation goes; what goes wrong there is only reported. Not
 * safe for many threads.
 */
final class Notifications {

  private final Environment environment;
  private final Map<String, FutureTask<List<String>>> begun = new HashMap<>();

  Notifications(Environment environment) {
    this.environment = environment;
  }

  /**
   * Tells that a run begins. The run goes on meanwhile: a channel is waited for when it has to be
   * told more, and no longer than its timeout.
   */
  void begin(RunStart run) {
    for (Settings.Channel<?> channel : environment.settings().channels()) {
      if (channel.on().contains(Occasion.STARTED)) {
        var told =
            new FutureTask<List<String>>(
                RunMark.carried(() -> tell(channel, Message.of(run), run.runId())));
        begun.put(channel.id(), told);
        var thread = new Thread(told, "vya-begin-" + channel.id());
        thread.setDaemon(true);
        thread.start();
      }
    }
  }

  /** What went wrong, one line for each channel that could not be told. */
  List<String> send(BackupReport report) {
    return send(Occasion.of(report), Message.of(report), report.runId());
  }

  /** The same about a restore. */
  List<String> send(RestoreReport report) {
    return send(Occasion.of(report), Message.of(report), report.restoreId());
  }

  /** The same about what no run tells. */
  List<String> send(Alert alert) {
    return send(Occasion.of(alert), Message.of(alert), "");
  }

  /** Whether a line says that a channel could not be told, and not only that it warns. */
  static boolean isUndelivered(String line) {
    return !line.matches("(?s)notification [^ ]+: .*");
  }

  private List<String> send(Set<Occasion> occasions, Message message, String operation) {
    var problems = new ArrayList<String>();
    // A cancelled run is told too, so the caller's interrupt waits until everybody knows.
    boolean interrupted = Thread.interrupted();
    for (Settings.Channel<?> channel : environment.settings().channels()) {
      try {
        problems.addAll(beginning(channel));
        if (channel.on().stream().anyMatch(occasions::contains)) {
          problems.addAll(tell(channel, message, operation));
        }
      } catch (InterruptedException e) {
        interrupted = true;
        problems.add("notification " + channel.id() + " was cancelled");
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return problems;
  }

  /** What is told of a run must come after its beginning. */
  private List<String> beginning(Settings.Channel<?> channel) throws InterruptedException {
    FutureTask<List<String>> told = begun.remove(channel.id());
    try {
      return told == null ? List.of() : told.get();
    } catch (ExecutionException e) {
      return List.of(
          "notification " + channel.id() + " failed: " + Failures.of(channel.id(), e.getCause()));
    }
  }

  private List<String> tell(Settings.Channel<?> channel, Message message, String operation)
      throws InterruptedException {
    try {
      return send(environment, channel, message, operation).stream()
          .map(warning -> "notification " + channel.id() + ": " + warning)
          .toList();
    } catch (BackupException e) {
      environment.tell(
          new BackupEvent.NotificationFailed(channel.id(), String.valueOf(e.getMessage())));
      return List.of("notification " + channel.id() + " failed: " + e.getMessage());
    }
  }

  /**
   * Tells one channel.
   *
   * @param operation whose log it may attach
   * @return what the notifier warns of
   */
  static <C extends Record> List<String> send(
      Environment environment, Settings.Channel<C> channel, Message message, String operation)
      throws InterruptedException {
    Optional<Path> log = environment.runLog().apply(operation);
    return new Attempt(channel.id(), channel.timeout(), channel.timeout(), () -> 0, () -> {})
        .run(
            () -> {
              try (LocalHost host = environment.host().withRunLog(log)) {
                message.by(channel.notifier(), channel.config(), host);
                return host.warnings();
              }
            });
  }
}
