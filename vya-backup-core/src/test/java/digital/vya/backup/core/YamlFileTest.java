package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class YamlFileTest {

  @Test
  void yamlSaysTheSameAsJson() {
    JsonNode yaml =
        YamlFile.parse(
            "v.yaml",
            """
            # what we back up
            server: {name: sp-01}
            instances:
              - id: main
                port: 5432
                globals: false
                password: "p: #x"
                country: no
                mode: 010
                note: |
                  two
                  lines
                nothing: null
                ratio: 0.5
            """);
    JsonNode json =
        JsonFile.parse(
            "v.json",
            """
            {"server": {"name": "sp-01"},
             "instances": [{"id": "main", "port": 5432, "globals": false, "password": "p: #x",
               "country": "no", "mode": "010", "note": "two\\nlines\\n", "nothing": null,
               "ratio": 0.5}]}
            """);

    // As texts, for a number may be of another type and the same all the same.
    assertThat(yaml.toString()).isEqualTo(json.toString());
  }

  @Test
  void anAliasStandsForWhatItNames() {
    JsonNode tree = YamlFile.parse("v.yaml", "a: &x {p: 1}\nb: *x\n");

    assertThat(tree.path("b").path("p").intValue()).isEqualTo(1);
  }

  @Test
  void anEmptyFileIsNothing() {
    assertThat(YamlFile.parse("v.yaml", "# later\n").isMissingNode()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "a: 1\\na: 2 => line 2, column 1: the key is there twice",
        "a: [1, 2 => this is not YAML",
        "a: b: c => line 1, column 5: this is not YAML",
        "password: \"s3cret => this is not YAML",
        "a: &x [*x] => has an alias within what it stands for",
        "a: *nobody => this is not YAML",
        "1: a\\n\"1\": b => has a key twice",
      })
  void whatIsNoYamlIsToldByItsPlaceAndNotQuoted(String text, String problem) {
    assertThatThrownBy(() -> YamlFile.parse("v.yaml", text.replace("\\n", "\n")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("v.yaml: 1 problem to mend\n")
        .hasMessageContaining(problem)
        .hasMessageNotContaining("s3cret")
        .hasNoCause();
  }

  @Test
  void aFewLinesCannotFillTheMemory() {
    var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i))
          .append("*a%d, ".formatted(i - 1).repeat(9))
          .append("]\n");
    }

    assertThatThrownBy(() -> YamlFile.parse("v.yaml", bomb.toString()))
        .isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> YamlFile.parse("v.yaml", "[".repeat(100_000)))
        .isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> YamlFile.parse("v.yaml", "[".repeat(60) + "]".repeat(60)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("nested too deeply");
  }
}
