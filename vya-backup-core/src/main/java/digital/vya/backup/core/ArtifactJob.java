package digital.vya.backup.core;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.event.ExecutionScheduledEvent;
import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes one artifact, in as many attempts as it is worth, and tells how it went. */
final class ArtifactJob<C extends Record> implements Callable<ArtifactResult> {

  private static final double JITTER = 0.1;

  private final Settings.Instance<C> instance;
  private final ArtifactSource source;
  private final RunContext run;
  private final Instant started;
  private int attempts;

  ArtifactJob(Settings.Instance<C> instance, ArtifactSource source, RunContext run) {
    this.instance = instance;
    this.source = source;
    this.run = run;
    this.started = run.clock().instant();
  }

  ArtifactSource source() {
    return source;
  }

  @Override
  public ArtifactResult call() {
    ArtifactResult result = make();
    run.tell(new BackupEvent.ArtifactFinished(result));
    return result;
  }

  private ArtifactResult make() {
    try (LocalHost host = run.host()) {
      try {
        Pipeline.Made made =
            retrying(instance.options().retry(), this::announce, () -> attempt(host));
        return stored(new DrillAfterBackup(run, host).of(made), host);
      } catch (BackupException e) {
        return failed(e, host);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return failed(Failures.of(source.label(), e), host);
      }
    } catch (IOException e) {
      return failed(Failures.of("cannot remove the work folder of " + source.label(), e), null);
    }
  }

  private Pipeline.Made attempt(LocalHost host) throws InterruptedException {
    host.forget();
    attempts++;
    run.tell(new BackupEvent.ArtifactStarted(run.id(), source, attempts));
    var pipeline = new Pipeline<>(instance, source, run, host);
    Instant begun = run.clock().instant();
    var attempt =
        new Attempt(
            source.label(),
            instance.options().timeout(),
            instance.options().stallTimeout(),
            pipeline::movement,
            () ->
                run.tell(
                    new BackupEvent.Progress(
                        source,
                        pipeline.rawBytes(),
                        Duration.between(begun, run.clock().instant()))));
    return attempt.run(() -> pipeline.make(attempt));
  }

  private void announce(Duration pause, Throwable failure) {
    run.tell(
        new BackupEvent.Retrying(source, attempts, pause, String.valueOf(failure.getMessage())));
  }

  /** Is told of a failure that will be followed by another attempt. */
  interface Announcement {
    void retrying(Duration pause, Throwable failure);
  }

  /** Work that may be worth repeating. */
  interface Work<T> {
    T attempt() throws IOException, InterruptedException;
  }

  static <T> T retrying(InstanceOptions.Retry retry, Announcement announcement, Work<T> work)
      throws InterruptedException {
    RetryPolicy<T> policy =
        RetryPolicy.<T>builder()
            .handleIf(e -> e instanceof BackupException failure && failure.worthRetrying())
            .withMaxAttempts(retry.attempts())
            .withBackoff(retry.pause(), Patience.longer(retry.maxPause(), retry.pause()))
            .withJitter(JITTER)
            .onRetryScheduled(event -> announce(event, announcement))
            .build();
    try {
      return Failsafe.with(policy).get(work::attempt);
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw Failures.of("an attempt failed", e.getCause());
    }
  }

  private static void announce(ExecutionScheduledEvent<?> event, Announcement announcement) {
    Throwable failure = event.getLastException();
    if (failure != null) {
      announcement.retrying(event.getDelay(), failure);
    }
  }

  private ArtifactResult stored(DrillAfterBackup.Drilled drilled, LocalHost host) {
    Pipeline.Made made = drilled.made();
    Manifest manifest = made.manifest();
    run.environment().figures().made(manifest);
    return new ArtifactResult.Stored(
        source,
        manifest.id(),
        started,
        elapsed(),
        manifest.dump().bytes(),
        manifest.artifact().bytes(),
        manifest.proof().evidence(),
        made.copies(),
        manifest.omissions(),
        doubt(drilled),
        Stream.concat(host.warnings().stream(), missing(made.copies())).toList(),
        Optional.empty());
  }

  private static String doubt(DrillAfterBackup.Drilled drilled) {
    Manifest manifest = drilled.made().manifest();
    Optional<String> shrunk =
        manifest
            .marks()
            .shrink()
            .map(
                s ->
                    "it is stored, but far smaller than those before it: %s; nothing of this database is cleaned up until somebody looks at it and says: vya-backupdb acknowledge %s"
                        .formatted(s, manifest.id()));
    return Stream.concat(
            shrunk.stream(), Stream.of(drilled.doubt()).filter(doubt -> !doubt.isEmpty()))
        .collect(Collectors.joining("; "));
  }

  /** A copy that need not be there is no failure, but somebody should know. */
  private static Stream<String> missing(List<ArtifactResult.Copy> copies) {
    return copies.stream()
        .filter(copy -> !copy.ok() && !copy.required())
        .map(
            copy ->
                "not in %s, which is not required: %s; bring it over later (copy --to %s --missing)"
                    .formatted(copy.destination(), copy.problem(), copy.destination()));
  }

  private ArtifactResult failed(
      BackupException e, @org.jspecify.annotations.Nullable LocalHost host) {
    RunLog.causes(source.label(), e, run.environment().mask());
    String message = String.valueOf(e.getMessage());
    return new ArtifactResult.Failed(
        source,
        started,
        elapsed(),
        e.reason(),
        attempts > 1 && e.worthRetrying()
            ? message + " (after " + attempts + " attempts)"
            : message,
        Failures.causes(e),
        host == null ? List.of() : host.warnings(),
        Optional.empty());
  }

  private Duration elapsed() {
    return Duration.between(started, run.clock().instant());
  }
}
