package digital.vya.backup.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a command says what it found: text for people, or one JSON document. */
final class Output {

  @Option(names = "--json", description = "Print one JSON document instead of text.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  boolean isJson() {
    return json;
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Prints the document if JSON is wanted, else the text. */
  void print(JsonNode document, Consumer<PrintWriter> text) {
    if (json) {
      try {
        out()
            .println(
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    } else {
      text.accept(out());
    }
  }

  /** Whether a person watches, who would like to see progress. */
  boolean isWatched() {
    // Only the start script can tell: Java before 22 has no question for standard error alone.
    return !json && Boolean.getBoolean("vya.terminal") && !"dumb".equals(System.getenv("TERM"));
  }

  /**
   * Text that cannot move a terminal's cursor or forge a further line, whatever a server, a file
   * name or a manifest put into it.
   */
  static String plain(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
  }
}
