package digital.vya.backup.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is exported is tried with the packaged program. */
final class TracingTest {

  @Test
  void nothingIsDoneUnlessTheEnvironmentSaysSo() {
    assertThat(Tracing.listener(Map.of())).isEmpty();
    assertThat(Tracing.isWanted(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", " "))).isFalse();
    assertThat(Tracing.isWanted(Map.of("OTEL_SERVICE_NAME", "x"))).isFalse();
  }

  @Test
  void theStandardVariablesSwitchItOnAndOff() {
    assertThat(Tracing.isWanted(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318"))).isTrue();
    assertThat(Tracing.isWanted(Map.of("OTEL_TRACES_EXPORTER", "otlp"))).isTrue();
    assertThat(
            Tracing.isWanted(Map.of("OTEL_TRACES_EXPORTER", "otlp", "OTEL_SDK_DISABLED", "true")))
        .isFalse();
  }
}
