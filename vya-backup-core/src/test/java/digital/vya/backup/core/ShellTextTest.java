package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recovery kit lets a person paste. */
final class ShellTextTest {

  private static final List<String> ODD =
      List.of(
          "shop",
          "",
          "it's",
          "$(id) `id` $HOME \\ \" ; & | > #!",
          "ol\u00e1 \ud83d\ude00",
          "two\nlines\tand \u001b[31m'red' \u00e9\\",
          "-rf",
          "```");

  @TempDir Path folder;

  @Test
  void bashReadsOneWordThatIsTheText() throws Exception {
    for (String text : ODD) {
      Path script = folder.resolve("script");
      Files.writeString(script, "printf '%s|' " + ShellText.quoted(text) + " end");
      Process bash = new ProcessBuilder("bash", script.toString()).start();
      String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(said).isEqualTo(text + "|end|");
      assertThat(ShellText.quoted(text).lines()).hasSizeLessThan(2);
    }
  }

  @Test
  void aNameCannotLeaveItsLineOfMarkdownNorItsFolder() {
    assertThat(ShellText.code("a`b\n# c")).isEqualTo("`a'b?# c`");
    assertThat(ShellText.fileName("../../etc/x y")).isEqualTo("__.._etc_x_y");
  }

  @Test
  void whatUndoesAChainReadsTheArtifactFirst() {
    var byHand = new ByHand();
    assertThat(byHand.decode(List.of("zstd", "age")))
        .isEqualTo("age -d -i \"$KEY\" \"$FILE\" | zstd -dc");
    assertThat(byHand.decode(List.of("none"))).isEqualTo("cat \"$FILE\"");
    assertThat(byHand.decode(List.of("zip", "none", "age")))
        .isEqualTo(
            "age -d -i \"$KEY\" \"$FILE\" > inner.zip && unzip -p inner.zip -x"
                + " backup_metadata.json");
    assertThat(byHand.decode(List.of("gzip", "strange; rm")))
        .isEqualTo(": 'undo strange__rm with its own tool' \"$FILE\" | gzip -dc");
    assertThat(byHand.tools()).contains("age", "zstd", "unzip", "gzip");
  }
}
