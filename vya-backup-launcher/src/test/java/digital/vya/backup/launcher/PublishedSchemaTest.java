package digital.vya.backup.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import digital.vya.backup.core.ConfigSchema;
import digital.vya.backup.core.VyaBackup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The published schema is that of what is published with it, and takes what the docs say. */
final class PublishedSchemaTest {

  private static final Path DOCS = Path.of("..", "docs");
  private static final Path EXAMPLE = Path.of("src/main/dist/conf/vya-backup.example.json");
  private static final Pattern BLOCK = Pattern.compile("(?s)\n```(json|yaml)\n(.*?)\n```\n");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_YAML_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build();

  private static String schema() {
    return ConfigSchema.of(Plugins.discover());
  }

  /** A whole configuration in a page. */
  private record Example(String name, String text) {}

  private static List<Example> examples() throws IOException {
    var examples = new ArrayList<Example>();
    examples.add(new Example("example.json", Files.readString(EXAMPLE)));
    try (Stream<Path> files = Files.list(DOCS)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
        Matcher block = BLOCK.matcher(Files.readString(file));
        while (block.find()) {
          if (Pattern.compile("\\binstances\"?:").matcher(block.group(2)).find()) {
            examples.add(new Example(file.getFileName() + "." + block.group(1), block.group(2)));
          }
        }
      }
    }
    return examples;
  }

  @Test
  void itIsNotStale() throws IOException {
    assertThat(Files.readString(DOCS.resolve("vya-backup.schema.json")))
        .as("vya-backupdb config schema > docs/vya-backup.schema.json")
        .isEqualTo(schema());
  }

  @Test
  void itTakesEveryExampleOfTheDocsAndOfTheDistribution() throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema());

    assertThat(examples()).hasSizeGreaterThanOrEqualTo(4);
    for (Example example : examples()) {
      if (example.name().endsWith(".json")) {
        JsonNode tree = JSON.readTree(example.text());
        assertThat(schema.validate(tree)).as(example.toString()).isEmpty();
      }
    }
  }

  @Test
  void everyExampleIsAConfigurationThatCanBeUsed() throws IOException {
    for (Example example : examples()) {
      assertThatCode(
              () ->
                  VyaBackup.builder()
                      .registry(Plugins.discover())
                      .config(example.name(), example::text)
                      .validateForElsewhere())
          .as(example.toString())
          .doesNotThrowAnyException();
    }
  }
}
