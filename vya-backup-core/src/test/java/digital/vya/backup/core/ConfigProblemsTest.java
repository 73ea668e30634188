package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import digital.vya.backup.api.Reason;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is said of a configuration that cannot be used: everything, once, and no secret. */
final class ConfigProblemsTest {

  private static final String PASSWORD = BadConfigs.PASSWORD;
  private static final String STORAGES = BadConfigs.STORAGES;
  private static final String INSTANCES = BadConfigs.INSTANCES;

  @TestFactory
  Stream<DynamicTest> everyProblemIsToldAndNoSecret() {
    return BadConfigs.all()
        .map(
            bad ->
                DynamicTest.dynamicTest(
                    bad.shown(),
                    () -> {
                      ConfigException e = refused(bad.json());
                      assertThat(e.problems()).containsExactlyElementsOf(bad.problems());
                      assertThat(e.getMessage()).doesNotContain(PASSWORD);
                    }));
  }

  @Test
  void allProblemsOfAFileAreToldAtOnceBelowALineWithTheirNumber() {
    ConfigException e =
        refused(
            """
            {"run": {"parallel": 0},
             "storages": [{"id": "a", "type": "s4"}, {"id": "A", "type": "local", "path": "/b"}],
             "instances": [{"id": "m", "dbms": "postgresql", "port": 70000, "hots": "h"},
                           {"id": "m", "dbms": "mysql", "timeout": "soon"}]}
            """);

    assertThat(e.reason()).isEqualTo(Reason.CONFIGURATION);
    assertThat(e.problems())
        .containsExactlyInAnyOrder(
            "run.parallel: must be at least 1",
            "storages[0].type: no storage named s4; known: local",
            "storages[1].id: A is there twice; ids differ in more than case",
            "instances[0].hots: no such setting; did you mean host?",
            "instances[0].host: is required",
            "instances[0].user: is required",
            "instances[0].password: is required",
            "instances[0].port: must be at most 65535",
            "instances[1].id: m is there twice; ids differ in more than case",
            "instances[1].timeout: must be a time with its unit, such as 250ms, 90s, 10m, 6h or 2d",
            "instances[1].dbms: no dbms named mysql; known: files, odd, postgresql");
    assertThat(String.valueOf(e.getMessage()).lines())
        .startsWith("vya.json: 11 problems to mend")
        .hasSize(12)
        .endsWith(e.problems().get(10));
  }

  @Test
  void aDefaultThatIsNotThereIsAProblemOnlyWhereItIsUsed() {
    PluginRegistry bare =
        PluginRegistry.of(
            new ConfigFakes.Driver<>("postgresql", ConfigFakes.ServerConfig.class),
            new ConfigFakes.Place("local"));
    String plain = "{" + STORAGES + ", " + INSTANCES + "}";
    String said = plain.replace("\"id\": \"main\"", "\"id\": \"main\", \"archive\": []");

    assertThat(refused(plain, bare).problems())
        .containsExactly("defaults.archive[0]: no archiver named zstd; none is there");
    assertThat(
            ConfigReader.read(ConfigDocument.parse("vya.json", said), bare, Outside.system())
                .instances())
        .hasSize(1);
  }

  @Test
  void noSecretIsInAnyMessageWhateverIsWrongWithIt() {
    for (String password :
        List.of(
            "{\"is\": \"" + PASSWORD + "\"}",
            "[\"" + PASSWORD + "\"]",
            "\"" + PASSWORD + "\", \"port\": \"" + PASSWORD + "\"",
            "\"" + PASSWORD + "\", \"timeout\": \"" + PASSWORD + "\"",
            "\"" + PASSWORD + "\", \"tls\": \"" + PASSWORD + "\"",
            "\"" + PASSWORD + "\", \"zone\": \"" + PASSWORD + "\"",
            "\"" + PASSWORD + "\", \"id\": \"/" + PASSWORD + "\"",
            "\"" + PASSWORD + "\", \"tools_dir\": \"~/" + PASSWORD + "\"",
            "\"" + PASSWORD + "\", \"include\": [\"[" + PASSWORD + "\"]",
            PASSWORD,
            "\"" + PASSWORD,
            "'" + PASSWORD + "'",
            "\"" + PASSWORD + "\n\"",
            "\"" + PASSWORD + "\\q\"",
            "\"" + PASSWORD + "\" \"" + PASSWORD + "\"",
            "\"" + PASSWORD + "\", \"password\": \"" + PASSWORD + "\"")) {
      ConfigException e =
          refused(
              "{"
                  + STORAGES
                  + ", \"instances\": [{\"dbms\": \"postgresql\", \"password\": "
                  + password
                  + "}]}");

      for (Throwable one = e; one != null; one = one.getCause()) {
        assertThat(one.toString()).doesNotContain("hunter2").doesNotContain("SECRET");
      }
      assertThat(e.getSuppressed()).isEmpty();
      assertThat(e.problems()).isNotEmpty();
    }
  }

  private static ConfigException refused(String json) {
    return refused(json, ConfigFakes.registry());
  }

  private static ConfigException refused(String json, PluginRegistry registry) {
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                ConfigReader.read(
                    ConfigDocument.parse("vya.json", json), registry, Outside.system()));
    assertThat(e).as("nothing was wrong with " + json).isNotNull();
    return e;
  }
}
