package digital.vya.backup.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupEvent.Stage;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Reason;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TracingListenerTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:30:00Z");
  private static final ArtifactSource ORDERS =
      ArtifactSource.database("main", "postgresql", "orders");

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final SdkTracerProvider provider =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exporter)).build();
  private final OpenTelemetry telemetry =
      OpenTelemetrySdk.builder().setTracerProvider(provider).build();
  private final TracingListener listener = new TracingListener(telemetry);

  private void run(String id) {
    listener.on(new BackupEvent.RunStarted(id, NOW, 1));
    listener.on(stage(id, Optional.empty(), Stage.PLAN, true));
    listener.on(new BackupEvent.ArtifactStarted(id, ORDERS, 1));
    listener.on(stage(id, Optional.of(ORDERS), Stage.DUMP, false));
    listener.on(new BackupEvent.ArtifactStarted(id, ORDERS, 2));
    listener.on(stage(id, Optional.of(ORDERS), Stage.DUMP, false));
    var failed =
        new ArtifactResult.Failed(
            ORDERS,
            NOW,
            Duration.ofSeconds(9),
            Reason.ENVIRONMENT,
            "no route",
            List.of(),
            List.of(),
            Optional.empty());
    listener.on(new BackupEvent.ArtifactFinished(failed));
    listener.on(
        new BackupEvent.RunFinished(
            new BackupReport(
                id, "db1", NOW, NOW.plusSeconds(10), ZoneOffset.UTC, List.of(failed), List.of())));
  }

  private static BackupEvent stage(
      String run, Optional<ArtifactSource> source, Stage stage, boolean ok) {
    return new BackupEvent.StageFinished(run, source, stage, NOW, NOW.plusSeconds(2), ok);
  }

  private SpanData span(String name) {
    return exporter.getFinishedSpanItems().stream()
        .filter(s -> s.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRunIsASpanWithItsArtifactsAndTheirStagesWithin() {
    run("run1");

    assertThat(exporter.getFinishedSpanItems())
        .extracting(SpanData::getName)
        .containsExactly("plan", "dump", "dump", "backup artifact", "backup");
    SpanData run = span("backup");
    SpanData artifact = span("backup artifact");
    assertThat(run.getParentSpanContext().isValid()).isFalse();
    assertThat(span("plan").getParentSpanId()).isEqualTo(run.getSpanId());
    assertThat(artifact.getParentSpanId()).isEqualTo(run.getSpanId());
    assertThat(span("dump").getParentSpanId()).isEqualTo(artifact.getSpanId());
    assertThat(exporter.getFinishedSpanItems())
        .extracting(SpanData::getTraceId)
        .containsOnly(run.getTraceId());
    assertThat(run.getEndEpochNanos() - run.getStartEpochNanos())
        .isEqualTo(Duration.ofSeconds(10).toNanos());
  }

  @Test
  void whatFailedSaysSo() {
    run("run1");

    assertThat(span("backup").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span("backup artifact").getStatus().getDescription()).isEqualTo("no route");
    assertThat(span("dump").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span("plan").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span("backup artifact").getEvents()).extracting("name").containsExactly("attempt 2");
  }

  @Test
  void aRunWithinASpanOfItsCallerBelongsToThat() {
    Span caller = telemetry.getTracer("caller").spanBuilder("night job").startSpan();
    try (var scope = caller.makeCurrent()) {
      run("run1");
    } finally {
      caller.end();
    }
    assertThat(span("backup").getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
  }

  @Test
  void eachRunHasATraceOfItsOwn() {
    run("run1");
    String first = span("backup").getTraceId();
    exporter.reset();
    run("run2");
    assertThat(span("backup").getTraceId()).isNotEqualTo(first);
    assertThat(exporter.getFinishedSpanItems()).hasSize(5);
  }
}
