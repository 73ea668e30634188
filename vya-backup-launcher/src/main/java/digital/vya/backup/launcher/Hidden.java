package digital.vya.backup.launcher;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Secret;
import digital.vya.backup.core.SecretStore;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes secrets: typed on a terminal that does not show them, or one line of standard input. */
final class Hidden {

  private static final int TRIES = 3;

  private final Prompt prompt;
  private final InputStream in;
  private final boolean terminal;

  /** Asks on a terminal; null if nobody answers any more. */
  interface Prompt {
    char @Nullable [] ask(String question);
  }

  /**
   * For tests.
   *
   * @param terminal whether standard input is one
   */
  Hidden(Prompt prompt, InputStream in, boolean terminal) {
    this.prompt = prompt;
    this.in = in;
    this.terminal = terminal;
  }

  /** Whether there is a terminal is told by the start script: Java cannot for each stream alone. */
  static Hidden ofThisProcess() {
    return new Hidden(Hidden::onTerminal, System.in, Boolean.getBoolean("vya.input.terminal"));
  }

  private static char @Nullable [] onTerminal(String question) {
    if (!Boolean.getBoolean("vya.output.terminal")) {
      throw BackupException.configuration(
          "what is typed cannot be hidden while output goes elsewhere; let it go to the terminal,"
              + " or send the value through standard input");
    }
    Console console = Objects.requireNonNull(System.console(), "both streams are terminals");
    return console.readPassword("%s: ", Output.plain(question));
  }

  /** Whether somebody can be asked. */
  boolean asks() {
    return terminal;
  }

  /** Asks once: for what is known already and can be found wrong. */
  Secret once(String question) {
    return new Secret(typed(question));
  }

  /** Asks twice, and again if the two are not equal. */
  Secret twice(String question) {
    for (int i = 0; i < TRIES; i++) {
      String first = typed(i == 0 ? question : "They differ. " + question);
      if (first.equals(typed("The same again"))) {
        return new Secret(first);
      }
    }
    throw BackupException.configuration("the two differ each time; nothing was changed");
  }

  private String typed(String question) {
    char @Nullable [] typed = prompt.ask(question);
    if (typed == null || typed.length == 0) {
      throw BackupException.configuration("nothing was typed; nothing was changed");
    }
    String text = new String(typed);
    Arrays.fill(typed, '\0');
    return text;
  }

  /** A new value: typed twice, or the one line that comes through standard input. */
  Secret value(String question) {
    return terminal ? twice(question) : line();
  }

  private Secret line() {
    try {
      var bytes = new ByteArrayOutputStream();
      bytes.writeBytes(in.readNBytes(SecretStore.LONGEST_VALUE + 2));
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString()
              .replaceFirst("\r?\n\\z", "");
      if (text.isEmpty() || text.contains("\n")) {
        throw BackupException.configuration(
            "standard input must hold the value as one line, and holds %s; use --from-file for more"
                .formatted(text.isEmpty() ? "nothing" : "several"));
      }
      return new Secret(text);
    } catch (CharacterCodingException e) {
      throw BackupException.configuration(
          "standard input is not UTF-8 text; send the value as such");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
