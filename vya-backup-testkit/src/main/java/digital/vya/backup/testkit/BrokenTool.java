package digital.vya.backup.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** How a tool that writes a dump can break, after it wrote some of it. */
public enum BrokenTool {
  /** Writes the whole dump and then ends with another exit code than 0. */
  FAILS_AT_THE_END("%s \"$@\"\nexit 7\n"),
  /** Writes the beginning of the dump, without its end mark, and then ends with exit code 0. */
  ENDS_EARLY("%s \"$@\" 2>/dev/null | head -c 100000\nexit 0\n");

  private static final String START =
      "#!/bin/sh\nfor each; do case $each in --version|-V|--help) exec %1$s \"$@\";; esac; done\n";

  private final String script;

  BrokenTool(String script) {
    this.script = START + script.replace("%s", "%1$s");
  }

  /**
   * Writes a program of the tool's name into a folder: it tells its version and its options as the
   * real tool does, and runs that for everything else, but breaks.
   *
   * @param real the tool that works
   * @return the program that breaks
   */
  public Path standInFor(Path real, Path folder) throws IOException {
    var quoted = "'" + real.toAbsolutePath().toString().replace("'", "'\\''") + "'";
    var program = folder.resolve(real.getFileName());
    Files.writeString(program, script.formatted(quoted));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }
}
