package digital.vya.backup.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DialogTest {

  private final StringWriter shown = new StringWriter();

  private Dialog answering(String answers) {
    return new Dialog(new BufferedReader(new StringReader(answers)), new PrintWriter(shown, true));
  }

  @Test
  void a_number_chooses_and_no_answer_means_the_first() throws IOException {
    assertThat(answering("2\n").choose("Which", List.of("a", "b"))).contains(1);
    assertThat(answering("\n").choose("Which", List.of("a", "b"))).contains(0);
    assertThat(shown.toString()).contains("  1  a", "  2  b", "Which [1]:");
  }

  @Test
  void what_is_no_choice_is_asked_again() throws IOException {
    assertThat(answering("0\n3\nx\n99999999\n2\n").choose("Which", List.of("a", "b"))).contains(1);
    assertThat(shown.toString()).contains("a number from 1 to 2, please");
  }

  @Test
  void nobody_answering_chooses_nothing_and_agrees_to_nothing() throws IOException {
    assertThat(answering("").choose("Which", List.of("a"))).isEmpty();
    assertThat(answering("").agrees("Really?")).isFalse();
    assertThat(answering("y\n").agrees("Really?")).isFalse();
    assertThat(answering("yes\n").agrees("Really?")).isTrue();
  }

  @Test
  void a_name_from_a_manifest_cannot_move_the_cursor() throws IOException {
    assertThat(answering("1\n").choose("Which", List.of("a\u001b[2Jb"))).contains(0);
    assertThat(shown.toString()).contains("a?[2Jb");
  }
}
