package digital.vya.backup.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a {@link KilledWriter} and kills it in the middle of its work. */
final class Killing {

  private Killing() {}

  /**
   * Kills the writer once it has told so many steps.
   *
   * @return the keys it told to be committed before
   */
  static List<String> run(Class<?> opener, String place, int seed, int steps)
      throws IOException, InterruptedException {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledWriter.class.getName(),
                opener.getName(),
                place,
                Integer.toString(seed))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var committed = new ArrayList<String>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
      int step = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("committed ")) {
          committed.add(line.substring("committed ".length()));
        }
        if (step == steps) {
          // The handle leaves the stream open: what was told before the kill is still in it.
          writer.toHandle().destroyForcibly();
        }
        step++;
      }
      if (step <= steps) {
        throw new IllegalStateException("the writer ended by itself; see its standard error");
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }
    return committed;
  }
}
