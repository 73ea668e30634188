package digital.vya.backup.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The processes that this one started, and their children. */
final class Family {

  private Family() {}

  static Set<ProcessHandle> members() {
    return ProcessHandle.current().descendants().collect(Collectors.toSet());
  }

  /** What everybody on the machine can see of them. */
  static List<String> commandLines() throws IOException {
    var lines = new ArrayList<String>();
    for (var member : members()) {
      lines.add(member.info().commandLine().orElse(""));
      try {
        lines.add(Files.readString(Path.of("/proc", member.pid() + "", "cmdline")));
      } catch (NoSuchFileException e) {
        // It ended in between, or the machine has no /proc.
      } catch (IOException e) {
        // One that ended between the opening and the reading has nothing left to show.
        if (member.isAlive()) {
          throw e;
        }
      }
    }
    return lines;
  }
}
