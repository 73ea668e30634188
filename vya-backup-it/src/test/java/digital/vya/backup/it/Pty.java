package digital.vya.backup.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A command at a terminal of its own, with somebody who waits for a question before answering. */
final class Pty implements AutoCloseable {

  private final Process process;
  private final StringBuilder shown = new StringBuilder();
  private int seen;

  /** Starts it; the words must be plain ones. */
  Pty(Path folder, Map<String, String> environment, List<String> command) throws IOException {
    // A build in the background ignores Ctrl-C, and so would all it starts.
    String line =
        command.stream().collect(Collectors.joining("' '", "env --default-signal=INT '", "'"));
    var builder =
        new ProcessBuilder("script", "--quiet", "--return", "--command", line, "/dev/null")
            .directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("TERM", "dumb");
    process = builder.redirectErrorStream(true).start();
  }

  /** Waits until a text is shown that was not waited for yet, and gives all up to its end. */
  String await(String text) throws IOException {
    InputStream screen = process.getInputStream();
    byte[] some = new byte[1024];
    while (shown.indexOf(text, seen) < 0) {
      int n = screen.read(some);
      if (n < 0) {
        throw new AssertionError("ended before it showed \"" + text + "\":\n" + shown);
      }
      shown.append(new String(some, 0, n, StandardCharsets.ISO_8859_1));
    }
    int end = shown.indexOf(text, seen) + text.length();
    String all = shown.substring(seen, end);
    seen = end;
    return all;
  }

  /** Answers a question. */
  void answer(String question, String answer) throws IOException {
    await(question);
    type(answer + "\n");
  }

  void type(String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(StandardCharsets.ISO_8859_1));
    process.getOutputStream().flush();
  }

  /** Waits for the end and gives the exit code. */
  int end() throws IOException, InterruptedException {
    shown.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
    return process.waitFor();
  }

  /** All that was on the screen. */
  String screen() {
    return shown.toString();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
