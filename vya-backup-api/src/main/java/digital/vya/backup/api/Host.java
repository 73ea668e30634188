package digital.vya.backup.api;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** What the core gives a plugin for one operation. Safe for many threads. */
public interface Host {

  /** Runs external programs: the only way a plugin may do that. */
  ToolRunner tools();

  /** Adds a line to the report: something a user should know that takes nothing from the result. */
  void warn(String message);

  /**
   * Tells that something of the source is <em>not</em> in the dump although it should be. The
   * artifact is kept, but it is incomplete and the run is partial.
   *
   * @param what what is missing, such as a file's name
   * @param why the reason, such as {@code permission denied}
   */
  void omit(String what, String why);

  /**
   * A folder for temporary files that only the owner can read. It is removed after the operation.
   */
  Path workDir();

  /** The clock to ask for the time. */
  Clock clock();

  /**
   * The log of the run so far, as UTF-8 text without secrets; empty if the application keeps none.
   * It may still grow.
   */
  default Optional<Path> runLog() {
    return Optional.empty();
  }
}
