package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyRulesTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "{timestamp}_{dbms}_{database} => a b => could share a key in d",
        "{timestamp}_{dbms}_{database} => a => ",
        "{timestamp}_{instance}_{database} => a b => ",
        "{timestamp}_{instance}_{database} => a_1 b => has _ behind {instance}, and a_1 holds it",
        "{instance}/{timestamp}_{database} => a_1 b => ",
        "{timestamp}-{dbms}.{instance}/{database} => a b => ",
        "{timestamp}-{dbms}q{instance}/{database} => a => has q behind {dbms}",
      })
  void twoDatabasesNeverShareAKey(String template, String ids, String problem) {
    String instances =
        List.of(ids.split(" ")).stream()
            .map(
                "{\"id\": \"%s\", \"dbms\": \"postgresql\", \"host\": \"h\", \"user\": \"u\", \"password\": \"p\"}"
                    ::formatted)
            .reduce((one, other) -> one + "," + other)
            .orElseThrow();
    String json =
        "{\"run\": {\"key_template\": \"%s\"}, \"storages\": [{\"id\": \"d\", \"type\": \"local\", \"path\":"
                .formatted(template)
            + " \"/b\"}], \"instances\": ["
            + instances
            + "]}";

    List<String> problems = problems(json);

    if (problem == null) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems).singleElement().asString().contains("run.key_template", problem);
    }
  }

  private static List<String> problems(String json) {
    try {
      ConfigReader.read(
          ConfigDocument.parse("vya.json", json),
          ConfigFakes.registry(),
          new Outside(Map.of(), true));
      return List.of();
    } catch (ConfigException e) {
      return e.problems();
    }
  }
}
