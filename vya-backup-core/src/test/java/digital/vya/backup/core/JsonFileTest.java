package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** JSON as people write it, and what is said where they slipped. */
final class JsonFileTest {

  private static final String NO_JSON =
      "this is not JSON; look for a missing quote, comma or bracket here or just before";
  private static final String TORN =
      "the file ends in the middle; a brace, bracket or quote is not closed";

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> aSlipIsToldWithItsPlace() {
    return Stream.of(
        slip("{\n  \"a\": 1,\n  \"b\": hunter2\n}", "line 3, column 15: " + NO_JSON),
        slip("{\n  \"a\": 1\n  \"b\": 2\n}", "line 3, column 3: " + NO_JSON),
        slip("{\"é\": \"é\" x}", "line 1, column 11: " + NO_JSON),
        slip("{\"a\": 1", "line 1, column 8: " + TORN),
        slip("{\"a\": \"hunter2", "line 1, column 15: " + TORN),
        slip("{} {}", "line 1, column 4: " + NO_JSON),
        slip("{\"a\": NaN}", "line 1, column 10: " + NO_JSON),
        slip("{\"a\": 1,, \"b\": 1}", "line 1, column 9: " + NO_JSON),
        slip("{\"a\": 1,\n \"a\": 2}", "line 2, column 5: the key a is there twice; remove one"),
        slip(
            "[".repeat(51) + "]".repeat(51),
            "line 1, column 52: something is nested too deeply, or a number or name is too long"),
        slip(
            "[" + "1".repeat(2000) + "]",
            "line 1, column 2002: something is nested too deeply, or a number or name is too long"));
  }

  @Test
  void commentsAndTrailingCommasAreRead() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("c"), "# one\n{ // two\n/* three */ \"a\": [\"# no\", \"// no\",],\n}");

    assertThat(ConfigDocument.read(file).tree().path("a"))
        .extracting(node -> node.textValue())
        .containsExactly("# no", "// no");
  }

  @Test
  void aFileThatIsNotThereOrNoFileIsSaidToBeSo() {
    Path absent = folder.resolve("absent.json");

    assertThatThrownBy(() -> ConfigDocument.read(absent))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFIGURATION))
        .hasMessage("there is no configuration " + absent + "; create it or name another one");
    assertThatThrownBy(() -> ConfigDocument.read(folder))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFIGURATION))
        .hasMessageContaining("the configuration " + folder + " cannot be read")
        .hasMessageContaining("directory");
  }

  @Test
  void aFileThatIsTooLargeIsNotReadWhole() throws IOException {
    Path fits =
        Files.writeString(folder.resolve("fits"), "{}" + " ".repeat(ConfigText.LARGEST - 2));
    Path large = Files.writeString(folder.resolve("large"), "{}" + " ".repeat(ConfigText.LARGEST));

    assertThat(ConfigDocument.read(fits).tree().isObject()).isTrue();
    assertThatThrownBy(() -> ConfigDocument.read(large))
        .isInstanceOf(ConfigException.class)
        .hasMessage(large + ": 1 problem to mend\nis larger than 10 MiB; is it a configuration?");
  }

  @Test
  void aFileInAnotherEncodingIsRefused() throws IOException {
    Path latin =
        Files.write(folder.resolve("latin"), "{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> ConfigDocument.read(latin))
        .isInstanceOf(ConfigException.class)
        .hasMessage(latin + ": 1 problem to mend\nis not UTF-8 text; save it as UTF-8");
  }

  private static DynamicTest slip(String json, String problem) {
    return DynamicTest.dynamicTest(
        problem,
        () ->
            assertThatThrownBy(() -> JsonFile.parse("vya.json", json))
                .isInstanceOf(ConfigException.class)
                .hasMessage("vya.json: 1 problem to mend\n" + problem)
                .hasNoCause());
  }
}
