package digital.vya.backup.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Secret;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HiddenTest {

  private static Hidden typing(String... answers) {
    Deque<String> left = new ArrayDeque<>(List.of(answers));
    return new Hidden(
        question -> left.isEmpty() ? null : left.removeFirst().toCharArray(),
        new ByteArrayInputStream(new byte[0]),
        true);
  }

  private static Hidden piped(byte[] input) {
    return new Hidden(question -> null, new ByteArrayInputStream(input), false);
  }

  @Test
  void aSecretIsTypedTwiceAndTriedAgainWhereTheTwoDiffer() {
    assertThat(typing("a", "b", "x y", "x y").value("Secret")).isEqualTo(new Secret("x y"));
    refused(typing("a", "b", "a", "c", "a", "d"), "differ each time");
    refused(typing("a"), "nothing was typed");
    refused(typing(""), "nothing was typed");
  }

  @Test
  void aPipeBringsOneLineWithoutItsEnd() {
    assertThat(piped("p#ss ç\n".getBytes(UTF_8)).value("x")).isEqualTo(new Secret("p#ss ç"));
    assertThat(piped(" a ".getBytes(UTF_8)).value("x")).isEqualTo(new Secret(" a "));
    assertThat(piped("a\r\n".getBytes(UTF_8)).value("x")).isEqualTo(new Secret("a"));
    refused(piped(new byte[0]), "holds nothing");
    refused(piped("\n".getBytes(UTF_8)), "holds nothing");
    refused(piped("s3cret\nb\n".getBytes(UTF_8)), "holds several; use --from-file");
    refused(piped(new byte[] {(byte) 0xff, 'a'}), "not UTF-8");
  }

  private static void refused(Hidden hidden, String message) {
    assertThatThrownBy(() -> hidden.value("Secret"))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("s3cret");
  }
}
