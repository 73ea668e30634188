package digital.vya.backup.launcher;

import digital.vya.backup.api.BackupListener;
import digital.vya.backup.tracing.TracingListener;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Spans of what is done, for those whose environment says where they go by the variables that
 * OpenTelemetry defines. Nothing of it is even loaded otherwise.
 *
 * @see <a href="https://opentelemetry.io/docs/languages/sdk-configuration/">SDK configuration</a>
 */
final class Tracing {

  private static final List<String> WANTED =
      List.of(
          "OTEL_EXPORTER_OTLP_ENDPOINT",
          "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
          "OTEL_TRACES_EXPORTER");

  private static final long GRACE_SECONDS = 3;

  private static @Nullable OpenTelemetrySdk sdk;

  private Tracing() {}

  /** Whether the environment asks for spans. */
  static boolean isWanted(Map<String, String> variables) {
    return WANTED.stream().anyMatch(name -> !variables.getOrDefault(name, "").isBlank())
        && !Boolean.parseBoolean(variables.get("OTEL_SDK_DISABLED"));
  }

  /** What makes spans; empty if nobody wants any. */
  static synchronized Optional<BackupListener> listener(Map<String, String> variables) {
    if (!isWanted(variables)) {
      return Optional.empty();
    }
    if (sdk == null) {
      sdk =
          AutoConfiguredOpenTelemetrySdk.builder()
              .addPropertiesSupplier(
                  () ->
                      Map.of(
                          "otel.service.name", "vya-backupdb",
                          "otel.exporter.otlp.protocol", "http/protobuf",
                          "otel.metrics.exporter", "none",
                          "otel.logs.exporter", "none"))
              .disableShutdownHook()
              .build()
              .getOpenTelemetrySdk();
    }
    return Optional.of(new TracingListener(sdk));
  }

  /** Brings the last spans to where they go; a collector that is gone costs a few seconds. */
  static synchronized void end() {
    if (sdk != null) {
      sdk.getSdkTracerProvider().shutdown().join(GRACE_SECONDS, TimeUnit.SECONDS);
      sdk = null;
    }
  }
}
