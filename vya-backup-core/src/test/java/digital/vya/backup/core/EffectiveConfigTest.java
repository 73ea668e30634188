package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The effective configuration is the one that works, and shows no secret. */
final class EffectiveConfigTest {

  private static final String SAID =
      """
      {"server": {"name": "a", "timezone": "UTC", "labels": {"note": "${env:PW} and ${env:TEXT}", "at": "https://joe:s3cret@push/x"}},
       "run": {"state_dir": "/var/lib/x"},
       "defaults": {"archive": ["zstd", {"type": "gzip", "level": 3}], "timeout": "90m"},
       "storages": [{"id": "local", "type": "local", "path": "/b", "retention": {"keep_last": 3},
                     "required": false, "bandwidth": "512KiB", "retry": {"pause": "3s"}}],
       "instances": [
         {"id": "main", "dbms": "postgresql", "host": "${env:HOST}", "user": "u",
          "password": "${env:PW}", "retry": {"attempts": 7}, "zone": "UTC",
          "tunnel": {"gateway": "g", "hops": 1, "key": "k3y-of-tunnel"}},
         {"id": "www", "dbms": "files", "sets": [{"name": "no", "paths": ["/etc"]}],
          "schedule": {"every": "6h"}}],
       "notifications": [{"id": "m", "type": "email", "to": ["a@b"], "on": ["failed"]}],
       "metrics": [{"id": "g", "type": "gauges", "path": "/m"}],
       "logging": {"file": {"dir": "/var/log/vya"}}}
      """;

  private static EffectiveConfig effective(String json) {
    return EffectiveConfig.of(
        ConfigReader.find(
            ConfigDocument.parse("vya.json", json),
            ConfigFakes.registry(),
            new Outside(Map.of("HOST", "db1", "PW", "hunter2-SECRET", "TEXT", "${env:NOT}"), true),
            new Mask()));
  }

  private static JsonNode tree(String json) {
    return JsonFile.parse("shown", effective(json).json());
  }

  @Test
  void defaultsAreFilledInAndWhatPointsElsewhereIsThere() {
    JsonNode tree = tree(SAID);

    assertThat(tree.at("/run/parallel").asInt()).isEqualTo(2);
    assertThat(tree.at("/run/verify_after_backup").asText()).isEqualTo("decoded");
    assertThat(tree.at("/audit/file").asText()).isEqualTo("/var/lib/x/audit.jsonl");
    assertThat(tree.at("/logging/file/max_megabytes").asInt()).isEqualTo(20);
    JsonNode main = tree.at("/instances/0");
    assertThat(main.path("host").asText()).isEqualTo("db1");
    assertThat(main.path("port").asInt()).isEqualTo(5432);
    assertThat(main.path("timeout").asText()).isEqualTo("90m");
    assertThat(main.path("destinations").toString()).isEqualTo("[\"local\"]");
    assertThat(main.path("retry").toString())
        .isEqualTo("{\"attempts\":7,\"pause\":\"2s\",\"max_pause\":\"1m\"}");
    assertThat(main.at("/archive/1").toString()).isEqualTo("{\"type\":\"gzip\",\"level\":3}");
    assertThat(tree.at("/instances/1/schedule/every").asText()).isEqualTo("6h");
    assertThat(tree.at("/storages/0/retention/keep_last").asInt()).isEqualTo(3);
    assertThat(tree.at("/storages/0/required").asBoolean(true)).isFalse();
    assertThat(tree.at("/storages/0/bandwidth").asText()).isEqualTo("524288B");
    assertThat(tree.at("/storages/0/retry/attempts").asInt()).isEqualTo(3);
    assertThat(tree.at("/storages/0/retry/pause").asText()).isEqualTo("3s");
    assertThat(tree.at("/notifications/0/on").toString()).isEqualTo("[\"failure\"]");
    assertThat(tree.at("/metrics/0").toString())
        .isEqualTo("{\"id\":\"g\",\"type\":\"gauges\",\"timeout\":\"30s\",\"path\":\"/m\"}");
  }

  @Test
  void noSecretIsShownWhereverItStands() {
    String shown = effective(SAID).json() + effective(SAID).yaml();

    assertThat(shown).doesNotContain("hunter2").doesNotContain("k3y").doesNotContain("s3cret");
    JsonNode tree = tree(SAID);
    assertThat(tree.at("/instances/0/password").asText()).isEqualTo("***");
    assertThat(tree.at("/instances/0/tunnel/key").asText()).isEqualTo("***");
    assertThat(tree.at("/server/labels/note").asText()).isEqualTo("*** and $${env:NOT}");
    assertThat(tree.at("/server/labels/at").asText()).isEqualTo("https://joe:***@push/x");
  }

  @Test
  void whatIsShownIsAConfigurationThatMeansTheSame() {
    String once = effective(SAID).json();

    assertThat(effective(once).json()).isEqualTo(once);
    assertThat(YamlFile.parse("shown.yaml", effective(SAID).yaml()).toString())
        .isEqualTo(JsonFile.parse("shown.json", once).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT48H, 2d",
    "PT90M, 90m",
    "PT61S, 61s",
    "PT0.25S, 250ms",
    "PT0.000001S, PT0.000001S"
  })
  void durationsAreWrittenAsPeopleDo(Duration duration, String text) {
    assertThat(RecordWriter.text(duration)).isEqualTo(text);
  }
}
