package digital.vya.backup.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is exported is tried with the packaged program. */
final class TracingTest {

  @AfterEach
  void end() {
    Tracing.end();
  }

  @Test
  void aVariableThatCannotBeObeyedNeverStopsABackup() {
    for (String bad :
        List.of(
            "OTEL_TRACES_EXPORTER,zipkin",
            "OTEL_EXPORTER_OTLP_PROTOCOL,grpc",
            "OTEL_EXPORTER_OTLP_PROTOCOL,smoke signals",
            "OTEL_TRACES_SAMPLER,sometimes",
            "OTEL_TRACES_SAMPLER_ARG,much",
            "OTEL_PROPAGATORS,pigeon",
            "OTEL_BSP_SCHEDULE_DELAY,soon",
            "OTEL_EXPORTER_OTLP_TIMEOUT,never",
            "OTEL_EXPORTER_OTLP_ENDPOINT,nowhere at all",
            "OTEL_EXPORTER_OTLP_CERTIFICATE,/no/such/file")) {
      refused(bad.substring(0, bad.indexOf(',')), bad.substring(bad.indexOf(',') + 1));
      Tracing.end();
    }
  }

  private static void refused(String name, String value) {
    var variables = new java.util.HashMap<String, String>();
    variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1");
    variables.put("OTEL_TRACES_SAMPLER", "traceidratio");
    variables.put(name, value);

    assertThat(Tracing.listener(variables)).as(name).isEmpty();
    assertThat(Tracing.listener(variables)).as("once is enough").isEmpty();
  }

  @Test
  void spansAreMadeWhereTheVariablesAreSound() {
    assertThat(
            Tracing.listener(
                Map.of(
                    "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1",
                    "OTEL_TRACES_SAMPLER", "always_off")))
        .isPresent();
  }

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
