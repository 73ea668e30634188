package digital.vya.backup.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;

/** Questions and answers, on a terminal or through a pipe. */
final class Dialog {

  private final BufferedReader answers;
  private final PrintWriter out;

  Dialog(BufferedReader answers, PrintWriter out) {
    this.answers = answers;
    this.out = out;
  }

  /** Questions go to standard error: what a command prints is for others to read. */
  static Dialog of(Output output) {
    return new Dialog(
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())),
        output.err());
  }

  void say(String line) {
    out.println(Output.plain(line));
  }

  /** The answer, empty for none; nothing if nobody answers any more. */
  Optional<String> ask(String question) throws IOException {
    out.print(Output.plain(question) + " ");
    out.flush();
    return Optional.ofNullable(answers.readLine()).map(String::strip);
  }

  /** The number of the line that is chosen, from 0; the first is what no answer means. */
  Optional<Integer> choose(String question, List<String> lines) throws IOException {
    for (int n = 0; n < lines.size(); n++) {
      say("%3d  %s".formatted(n + 1, lines.get(n)));
    }
    while (true) {
      Optional<String> answer = ask(question + " [1]:");
      if (answer.isEmpty()) {
        return Optional.empty();
      }
      String text = answer.get().isEmpty() ? "1" : answer.get();
      if (text.matches("[0-9]{1,6}")) {
        int number = Integer.parseInt(text);
        if (number >= 1 && number <= lines.size()) {
          return Optional.of(number - 1);
        }
      }
      say("a number from 1 to " + lines.size() + ", please");
    }
  }

  /** Whether somebody types yes. */
  boolean agrees(String what) throws IOException {
    say(what);
    return ask("Type yes to go on:").filter("yes"::equalsIgnoreCase).isPresent();
  }
}
