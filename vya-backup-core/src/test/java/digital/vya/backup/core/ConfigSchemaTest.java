package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema says of a configuration what the binder says, as far as a schema can. */
final class ConfigSchemaTest {

  /** Problems that lie between several keys, in what a text means, or behind its quotes. */
  private static final Pattern BEYOND_A_SCHEMA =
      Pattern.compile(
          ".*(is there twice|no instance named|destinations.*: no storage named|is no time zone|must be longer than 0s"
              + "|must be at most 36500d|must not be shorter than pause|must be an absolute path"
              + "|run\\.key_template: .*|is no pattern|an empty pattern|at least one storage"
              + "|first must not be blank).*");

  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
          .getSchema(ConfigSchema.tree(ConfigFakes.registry()));

  @TestFactory
  Stream<DynamicTest> whatTheBinderRefusesTheSchemaRefusesToo() {
    return BadConfigs.all()
        .map(
            bad ->
                DynamicTest.dynamicTest(
                    bad.shown(),
                    () -> {
                      // A number in quotes is one to us, and any text to a schema.
                      boolean beyond =
                          bad.json().contains("\"port\": \"0\"")
                              || bad.problems().stream()
                                  .allMatch(line -> BEYOND_A_SCHEMA.matcher(line).matches());
                      Set<ValidationMessage> said = complaints(bad.json());
                      assertThat(said.isEmpty()).as("%s", said).isEqualTo(beyond);
                    }));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"$schema\": \"https://example.org/vya-backup.schema.json\"",
        "\"server\": null",
        "\"server\": {\"name\": \"${env:HOSTNAME}\", \"timezone\": \"+03:00\", \"labels\": {}}",
        "\"run\": {\"parallel\": \"${env:JOBS}\", \"fingerprints\": \"${env:F}\"}",
        "\"run\": {\"parallel\": \"3\", \"keep_replaced\": \"PT1H30M\"}",
        "\"run\": {\"verify_after_backup\": \"${env:PROOF}\", \"state_dir\": null}",
        "\"defaults\": {\"archive\": [\"gzip\", {\"type\": \"zstd\", \"level\": \"${env:L}\"}]}",
        "\"defaults\": {\"timeout\": \" 6 h \", \"retry\": {\"pause\": \"250ms\"}}",
        "\"schedule\": {\"time\": \"00:30\", \"weekdays\": [\"monday\"], \"timezone\": \"UTC\"}",
        "\"logging\": {\"console\": \"info\", \"file\": {\"dir\": \"/var/log/vya\"}}",
        "\"notifications\": [{\"id\": \"m\", \"type\": \"email\", \"to\": [\"a@b\"]}]"
      })
  void whatTheBinderAcceptsTheSchemaAcceptsToo(String more) {
    String json = "{" + more + ", " + BadConfigs.STORAGES + ", " + BadConfigs.INSTANCES + "}";
    assertThat(complaints(json)).isEmpty();
    ConfigReader.find(
            ConfigDocument.parse("vya.json", json),
            ConfigFakes.registry(),
            new Outside(
                Map.of("HOSTNAME", "h", "JOBS", "2", "F", "true", "L", "3", "PROOF", "decoded"),
                false),
            new Mask())
        .refuseProblems();
  }

  @Test
  void everyTypeThatASettingCanHaveHasASchema() {
    assertThat(Values.types()).allMatch(type -> ValueSchema.of(type, false).isPresent());
  }

  @Test
  void whatMustBeThereIsWhatTheBinderMisses() {
    JsonNode postgres =
        ConfigSchema.tree(ConfigFakes.registry()).at("/definitions/dbms.postgresql");
    assertThat(List.copyOf(texts(postgres.path("required"))))
        .containsExactly("id", "dbms", "host", "user", "password");
    assertThat(postgres.at("/properties/port/type").toString()).contains("null");
    assertThat(postgres.at("/properties/password/writeOnly").asBoolean()).isTrue();
  }

  private static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(one -> texts.add(one.textValue()));
    return texts;
  }

  private static Set<ValidationMessage> complaints(String json) {
    JsonNode tree = JsonFile.parse("vya.json", json);
    return SCHEMA.validate(tree.isMissingNode() ? NullNode.getInstance() : tree);
  }
}
