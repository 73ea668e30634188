package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The statements of a {@code pg_dumpall --globals-only}, without comments, empty lines and psql's
 * own commands.
 */
final class Statements {

  private static final int LONGEST = 1 << 20;

  private final BufferedReader dump;
  private final String mark;
  private final StringBuilder statement = new StringBuilder();
  private char quote;
  private boolean escapes;

  Statements(InputStream dump, String mark) {
    this.dump = new BufferedReader(new InputStreamReader(dump, StandardCharsets.UTF_8));
    this.mark = mark;
  }

  /**
   * Hands over each statement without its semicolon.
   *
   * @throws BackupException with reason DATA if the dump has no end mark
   */
  void forEach(Consumer<String> consumer) throws IOException {
    boolean complete = false;
    for (String line = dump.readLine(); line != null; line = dump.readLine()) {
      boolean between = statement.toString().isBlank();
      if (between && line.startsWith("--")) {
        complete |= line.equals(mark);
      } else if (!between || !line.startsWith("\\")) {
        take(line + "\n", consumer);
      }
    }
    if (!complete || !statement.toString().isBlank()) {
      throw BackupException.data(
          "the globals do not end as a complete dump does: they are cut off; nothing was restored");
    }
  }

  private void take(String line, Consumer<String> consumer) {
    for (int at = 0; at < line.length(); at++) {
      char c = line.charAt(at);
      if (quote == 0 && c == ';') {
        consumer.accept(statement.toString().strip());
        statement.setLength(0);
        continue;
      }
      statement.append(c);
      if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
        escapes = c == '\'' && at > 0 && line.charAt(at - 1) == 'E';
      } else if (quote != 0 && escapes && c == '\\' && at + 1 < line.length()) {
        at++;
        statement.append(line.charAt(at));
      } else if (c == quote) {
        quote = 0;
      }
    }
    if (statement.length() > LONGEST) {
      throw BackupException.data("a statement of the globals is longer than 1 MiB");
    }
  }
}
