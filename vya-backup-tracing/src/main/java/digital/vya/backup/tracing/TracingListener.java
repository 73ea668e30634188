package digital.vya.backup.tracing;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupListener;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.RestoreReport;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes a span of each run ({@code backup}), each artifact in it, each of their stages ({@code
 * plan}, {@code dump}, {@code archive}, {@code store}, {@code verify}, {@code cleanup}, {@code
 * notify}) and each {@code restore}. A run that is begun within a span of its caller belongs to
 * that one.
 *
 * <p>Give one to {@code VyaBackup.builder().listener(…)}. Safe for many threads and many runs. What
 * is in a span has been masked before.
 */
public final class TracingListener implements BackupListener {

  private static final String SCOPE = "digital.vya.backup";

  private final Tracer tracer;
  private final Map<String, Context> runs = new ConcurrentHashMap<>();
  private final Map<Artifact, Context> artifacts = new ConcurrentHashMap<>();

  /** An artifact of a run. */
  private record Artifact(String run, ArtifactSource source) {}

  /**
   * A listener.
   *
   * @param telemetry where spans go
   */
  public TracingListener(OpenTelemetry telemetry) {
    this.tracer = telemetry.getTracer(SCOPE);
  }

  @Override
  public void on(BackupEvent event) {
    if (event instanceof BackupEvent.RunStarted started) {
      SpanBuilder span = span("backup", started.started()).setAttribute("vya.run", started.runId());
      runs.put(started.runId(), Context.current().with(span.startSpan()));
    } else if (event instanceof BackupEvent.ArtifactStarted started) {
      begin(started);
    } else if (event instanceof BackupEvent.StageFinished stage) {
      stage(stage);
    } else if (event instanceof BackupEvent.ArtifactFinished finished) {
      end(finished.result());
    } else if (event instanceof BackupEvent.RunFinished finished) {
      end(finished.report());
    } else if (event instanceof BackupEvent.RestoreFinished finished) {
      restored(finished.report());
    }
  }

  private SpanBuilder span(String name, Instant started) {
    return tracer.spanBuilder(name).setStartTimestamp(started);
  }

  private void begin(BackupEvent.ArtifactStarted started) {
    Context run = runs.getOrDefault(started.runId(), Context.current());
    artifacts.computeIfAbsent(
        new Artifact(started.runId(), started.source()),
        artifact ->
            run.with(
                of(started.source(), tracer.spanBuilder("backup artifact"))
                    .setParent(run)
                    .startSpan()));
    if (started.attempt() > 1) {
      Span.fromContext(artifact(started.runId(), started.source()))
          .addEvent("attempt " + started.attempt());
    }
  }

  private Context artifact(String run, ArtifactSource source) {
    return artifacts.getOrDefault(
        new Artifact(run, source), runs.getOrDefault(run, Context.current()));
  }

  private static SpanBuilder of(ArtifactSource source, SpanBuilder span) {
    span.setAttribute("vya.instance", source.instance())
        .setAttribute("vya.kind", source.kind().name().toLowerCase(Locale.ROOT))
        .setAttribute("db.system.name", source.dbms());
    return source.kind() == ArtifactSource.Kind.DATABASE
        ? span.setAttribute("db.namespace", source.database())
        : span;
  }

  private void stage(BackupEvent.StageFinished stage) {
    Context parent =
        stage
            .source()
            .map(source -> artifact(stage.runId(), source))
            .orElseGet(() -> runs.getOrDefault(stage.runId(), Context.current()));
    Span span =
        span(stage.stage().name().toLowerCase(Locale.ROOT), stage.started())
            .setParent(parent)
            .startSpan();
    if (!stage.ok()) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end(stage.finished());
  }

  private void end(ArtifactResult result) {
    Optional<Artifact> known =
        artifacts.keySet().stream().filter(a -> a.source().equals(result.source())).findAny();
    known
        .map(artifacts::remove)
        .map(Span::fromContext)
        .ifPresent(
            span -> {
              describe(span, result);
              span.end(result.started().plus(result.elapsed()));
            });
  }

  private static void describe(Span span, ArtifactResult result) {
    if (result instanceof ArtifactResult.Stored stored) {
      span.setAttribute("vya.backup", stored.id())
          .setAttribute("vya.raw_bytes", stored.rawBytes())
          .setAttribute("vya.stored_bytes", stored.storedBytes())
          .setAttribute("vya.evidence", stored.evidence().name().toLowerCase(Locale.ROOT));
      if (!stored.complete()) {
        span.setStatus(StatusCode.ERROR, "incomplete");
      }
    } else if (result instanceof ArtifactResult.Failed failed) {
      span.setAttribute("error.type", failed.reason().name().toLowerCase(Locale.ROOT))
          .setStatus(StatusCode.ERROR, failed.message());
    }
  }

  private void end(BackupReport report) {
    Context run = runs.remove(report.runId());
    if (run == null) {
      return;
    }
    Span span = Span.fromContext(run);
    String outcome = report.outcome().name().toLowerCase(Locale.ROOT);
    span.setAttribute("vya.server", report.server())
        .setAttribute("vya.outcome", outcome)
        .setAttribute("vya.stored", report.stored().size())
        .setAttribute("vya.failed", report.failed().size());
    if (report.outcome() != BackupReport.Outcome.COMPLETE) {
      span.setStatus(StatusCode.ERROR, outcome);
    }
    span.end(report.finished());
  }

  private void restored(RestoreReport report) {
    Span span =
        of(report.source(), span("restore", report.started()))
            .setAttribute("vya.run", report.restoreId())
            .setAttribute("vya.server", report.server())
            .setAttribute("vya.raw_bytes", report.rawBytes())
            .startSpan();
    report
        .failure()
        .ifPresent(
            failure ->
                span.setAttribute("error.type", failure.reason().name().toLowerCase(Locale.ROOT))
                    .setStatus(StatusCode.ERROR, failure.message()));
    span.end(report.finished());
  }
}
