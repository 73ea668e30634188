package digital.vya.backup.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a standard tool, as an administrator would at a prompt. */
final class Shell {

  private Shell() {}

  /** What the tool prints; it must succeed. */
  static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code != 0) {
      throw new IllegalStateException(List.of(command) + " ended with " + code + ": " + output);
    }
    return output;
  }

  /** The same through a shell, for pipes. */
  static String pipe(String script) throws IOException, InterruptedException {
    return run("bash", "-o", "pipefail", "-c", script);
  }
}
