package digital.vya.backup.launcher;

import digital.vya.backup.api.BackupListener;
import digital.vya.backup.tracing.TracingListener;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

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
  private static boolean refused;

  private Tracing() {}

  /** Whether the environment asks for spans. */
  static boolean isWanted(Map<String, String> variables) {
    return WANTED.stream().anyMatch(name -> !variables.getOrDefault(name, "").isBlank())
        && !Boolean.parseBoolean(variables.get("OTEL_SDK_DISABLED"));
  }

  /** What makes spans; empty if nobody wants any, or if they cannot be made as it is wanted. */
  static synchronized Optional<BackupListener> listener(Map<String, String> variables) {
    if (!isWanted(variables) || refused) {
      return Optional.empty();
    }
    try {
      if (sdk == null) {
        sdk = sdk(variables);
      }
      return Optional.of(new TracingListener(sdk));
    } catch (ConfigurationException e) {
      // Nobody loses a backup for spans.
      refused = true;
      LoggerFactory.getLogger(Tracing.class)
          .warn("no spans are made, for a variable OTEL_… cannot be obeyed: {}", text(e));
      return Optional.empty();
    }
  }

  private static String text(ConfigurationException e) {
    return e.getCause() == null ? String.valueOf(e.getMessage()) : e.getCause().toString();
  }

  private static OpenTelemetrySdk sdk(Map<String, String> variables) {
    return AutoConfiguredOpenTelemetrySdk.builder()
        .addPropertiesSupplier(
            () ->
                Map.of(
                    "otel.service.name", "vya-backupdb",
                    "otel.exporter.otlp.protocol", "http/protobuf",
                    "otel.metrics.exporter", "none",
                    "otel.logs.exporter", "none"))
        .addPropertiesCustomizer(config -> properties(variables))
        .disableShutdownHook()
        .build()
        .getOpenTelemetrySdk();
  }

  /** The variables as the SDK calls them. */
  private static Map<String, String> properties(Map<String, String> variables) {
    var properties = new HashMap<String, String>();
    variables.forEach(
        (name, value) -> {
          if (name.startsWith("OTEL_") && !value.isBlank()) {
            properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    return properties;
  }

  /** Brings the last spans to where they go; a collector that is gone costs a few seconds. */
  static synchronized void end() {
    if (sdk != null) {
      sdk.getSdkTracerProvider().shutdown().join(GRACE_SECONDS, TimeUnit.SECONDS);
      sdk = null;
    }
    refused = false;
  }
}
