package digital.vya.backup.core;

import digital.vya.backup.api.Alert;
import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Before;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.RunStart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells the configured channels of runs that never were, so that people see whether the news reach
 * them. The server's name says {@code (TEST)} and the run's id begins with {@code test-}.
 */
public final class NotificationTrial {

  private static final String NOTE = "this is a test that somebody ordered; nothing was backed up";

  private final Environment environment;
  private final String server;
  private final Instant now;
  private final String run;

  private NotificationTrial(Environment environment) {
    this.environment = environment;
    this.server = environment.options().server() + " (TEST)";
    this.now = environment.clock().instant();
    this.run = "test-" + Ids.next(now);
  }

  /** What can be told, in the order in which it is: what is well comes last and stays. */
  public enum Sample {
    /** A run begins. */
    STARTED,
    /** A backup that was due did not come. */
    OVERDUE,
    /** A backup that was good is damaged. */
    DAMAGED,
    /** A run in which everything failed. */
    FAILURE,
    /** A run in which one of two failed. */
    PARTIAL,
    /** A run that is good after one that was not. */
    RECOVERED,
    /** A good run. */
    SUCCESS
  }

  /**
   * Tells.
   *
   * @param channel which channel; all if empty
   * @param samples of what. If empty, each channel is told of a failure and of a success as far as
   *     its {@code on} wants them, or else of the first thing it wants
   * @return one result for each channel and sample, with the sample in its details
   * @throws BackupException if there is no such channel
   */
  public static List<CheckResult> run(VyaBackup vya, Optional<String> channel, Set<Sample> samples)
      throws InterruptedException {
    var trial = new NotificationTrial(vya.environment());
    var results = new ArrayList<CheckResult>();
    try (RunMark mark = RunMark.begin(trial.run, trial.environment.mask())) {
      for (Settings.Channel<?> one : trial.channels(channel)) {
        for (Sample sample : Sample.values()) {
          if (trial.isWanted(sample, one, samples)) {
            results.add(trial.tell(one, sample));
          }
        }
      }
    }
    return results;
  }

  private List<Settings.Channel<?>> channels(Optional<String> id) {
    List<Settings.Channel<?>> all = environment.settings().channels();
    List<Settings.Channel<?>> found =
        all.stream().filter(c -> id.isEmpty() || c.id().equals(id.get())).toList();
    if (found.isEmpty()) {
      throw BackupException.configuration(
          all.isEmpty()
              ? "nobody is to be told: notifications has no channel; see docs/notifications.md"
              : "no channel named %s is configured; there are: %s"
                  .formatted(
                      id.orElse(""),
                      all.stream().map(Settings.Channel::id).collect(Collectors.joining(", "))));
    }
    return found;
  }

  private boolean isWanted(Sample sample, Settings.Channel<?> channel, Set<Sample> samples) {
    if (!samples.isEmpty()) {
      return samples.contains(sample);
    }
    Set<Sample> usual =
        Set.of(Sample.FAILURE, Sample.SUCCESS).stream()
            .filter(one -> wants(channel, one))
            .collect(Collectors.toSet());
    return usual.isEmpty()
        ? sample
            == channel.on().stream().sorted().map(o -> Sample.valueOf(o.name())).findFirst().get()
        : usual.contains(sample);
  }

  private static boolean wants(Settings.Channel<?> channel, Sample sample) {
    return channel.on().contains(Occasion.valueOf(sample.name()));
  }

  private CheckResult tell(Settings.Channel<?> channel, Sample sample) throws InterruptedException {
    var details = new ArrayList<String>();
    details.add("told of: " + SnakeCase.constant(sample.name()));
    Optional<CheckResult.Failure> failure = Optional.empty();
    try {
      details.addAll(Notifications.send(environment, channel, message(sample), run));
    } catch (BackupException e) {
      failure = Optional.of(new CheckResult.Failure(e.reason(), String.valueOf(e.getMessage())));
    }
    return environment
        .masking()
        .of(new CheckResult("notification", channel.id(), failure, details));
  }

  private Message message(Sample sample) {
    return switch (sample) {
      case STARTED -> Message.of(new RunStart(run, server, now, environment.options().zone()));
      case OVERDUE -> Message.of(alert(Alert.Kind.OVERDUE));
      case DAMAGED -> Message.of(alert(Alert.Kind.DAMAGED));
      case FAILURE -> Message.of(report(failed()));
      case PARTIAL -> Message.of(report(stored(true), failed()));
      case RECOVERED -> Message.of(report(stored(false)));
      case SUCCESS -> Message.of(report(stored(true)));
    };
  }

  private BackupReport report(ArtifactResult... results) {
    return new BackupReport(
        run,
        server,
        now.minusSeconds(95),
        now,
        environment.options().zone(),
        List.of(results),
        List.of(NOTE));
  }

  private Alert alert(Alert.Kind kind) {
    return new Alert(
        kind,
        server,
        now,
        environment.options().zone(),
        List.of(new Alert.Finding(source("sample"), NOTE)));
  }

  private static ArtifactSource source(String database) {
    return ArtifactSource.database("test", "none", database);
  }

  private ArtifactResult failed() {
    return new ArtifactResult.Failed(
        source("failing-sample"),
        now.minusSeconds(95),
        Duration.ofSeconds(3),
        Reason.ENVIRONMENT,
        NOTE,
        List.of("a cause would stand here"),
        List.of(),
        before(true));
  }

  private ArtifactResult stored(boolean goodBefore) {
    return new ArtifactResult.Stored(
        source("sample"),
        run,
        now.minusSeconds(95),
        Duration.ofSeconds(90),
        1_234_567_890,
        123_456_789,
        Evidence.DECODED,
        List.of(new ArtifactResult.Copy("nowhere", "test/sample", "")),
        ArtifactResult.Omissions.NONE,
        "",
        List.of(NOTE),
        before(goodBefore));
  }

  private Optional<Before> before(boolean complete) {
    Instant then = now.minus(Duration.ofDays(1));
    return Optional.of(
        new Before(
            then,
            complete,
            Optional.of(
                new Before.Good(run, then, Duration.ofSeconds(88), 1_200_000_000, 120_000_000))));
  }
}
