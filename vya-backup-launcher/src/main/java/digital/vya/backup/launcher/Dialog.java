package digital.vya.backup.launcher;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Questions and answers, on a terminal or through a pipe. */
final class Dialog {

  private static volatile boolean waiting;

  private final Lines answers;
  private final Hidden hidden;
  private final PrintWriter out;

  Dialog(BufferedReader answers, PrintWriter out) {
    this(
        answers::readLine,
        question -> {
          prompt(question, out);
          return answers.readLine();
        },
        out);
  }

  private Dialog(Lines answers, Hidden hidden, PrintWriter out) {
    this.answers = answers;
    this.hidden = hidden;
    this.out = out;
  }

  /** Gives one line after the other, and null after the last. */
  @FunctionalInterface
  private interface Lines {
    @Nullable String next() throws IOException;
  }

  /** Asks and hides what is typed; null after the last answer. */
  @FunctionalInterface
  private interface Hidden {
    @Nullable String ask(String question) throws IOException;
  }

  /** A dialog that can hide what is typed; nothing where nobody sits at a terminal. */
  @SuppressWarnings("SystemConsoleNull") // The start script chooses the console that can be null.
  static Optional<Dialog> onTerminal(Output output) {
    Console console = System.console();
    if (console == null) {
      return Optional.empty();
    }
    // It hides first and asks then: what is typed at once must not be seen either.
    Hidden hidden =
        question -> {
          char[] typed = console.readPassword("%s ", question);
          return typed == null ? null : new String(typed);
        };
    return Optional.of(new Dialog(console::readLine, hidden, output.err()));
  }

  /** Whether somebody is asked and has not answered: nothing is under way that could be cut. */
  static boolean isWaiting() {
    return waiting;
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
    prompt(question, out);
    return waitFor(answers).map(String::strip);
  }

  /** The answer, as it was typed, and without showing it where that can be. */
  Optional<String> askHidden(String question) throws IOException {
    return waitFor(() -> hidden.ask(Output.plain(question)));
  }

  private static void prompt(String question, PrintWriter out) {
    out.print(Output.plain(question) + " ");
    out.flush();
  }

  private static Optional<String> waitFor(Lines answer) throws IOException {
    waiting = true;
    try {
      return Optional.ofNullable(answer.next());
    } finally {
      waiting = false;
    }
  }

  /** The answer, or what no answer means; nothing if nobody answers any more. */
  Optional<String> ask(String question, String otherwise) throws IOException {
    String shown = otherwise.isEmpty() ? "" : " [" + otherwise + "]";
    return ask(question + shown + ":").map(answer -> answer.isEmpty() ? otherwise : answer);
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
