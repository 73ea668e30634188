package digital.vya.backup.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SecretFileTest {

  private static Map<String, Secret> read(String text) {
    return SecretFile.read("f", text, null, "host");
  }

  @Test
  void anObjectIsTakenAsItIs() {
    assertThat(read(" {\"db/main\": \"a\\nb=\\\"\", \"mail\": \"ç\"}"))
        .containsOnly(
            Map.entry("db/main", new Secret("a\nb=\"")), Map.entry("mail", new Secret("ç")));
  }

  @Test
  void linesAreTakenAsShellsWriteThem() {
    assertThat(
            read(
                """
                # comment
                export A=one

                B = 'two $x \\n'\r
                C="th\\"r\\\\ee # \\$"
                D=x#y z
                E=
                """))
        .containsOnly(
            Map.entry("A", new Secret("one")),
            Map.entry("B", new Secret("two $x \\n")),
            Map.entry("C", new Secret("th\"r\\ee # $")),
            Map.entry("D", new Secret("x#y z")),
            Map.entry("E", new Secret("")));
  }

  @Test
  void whatIsWrongIsToldWithoutQuotingIt() {
    refused("{\"a\": \"s3cret\"", "is no JSON");
    refused("{\"a\": \"s3cret\", \"a\": \"x\"}", "has an id twice");
    refused("{\"a\": {\"b\": \"s3cret\"}}", "a value that is no text, at a");
    refused("A=s3cret\ns3cret", "line 2 is not NAME=value");
    refused("A=s3cret\nA=x", "line 2 names A a second time");
    refused("A='s3cret", "line 1 has a quote that is not closed");
    refused("# nothing\n", "holds no secret");
    assertThatThrownBy(() -> SecretFile.read("f", "[\"s3cret\"]", SecretFile.Form.JSON, "host"))
        .hasMessageContaining("is not one JSON object");
  }

  private static void refused(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("nothing was changed")
        .hasMessageNotContaining("s3cret");
  }
}
