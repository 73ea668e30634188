package digital.vya.backup.core;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What of a run is logged, and where. The library itself logs through SLF4J to whatever its user
 * has; these are for a program that has no other place to configure that, such as the launcher.
 *
 * @param console what goes to standard error
 * @param file the log file; empty for none
 * @param format how a line is written, in both
 */
public record LoggingOptions(Level console, Optional<LogFile> file, Format format) {

  /** Warnings on the console, and no file. */
  public static final LoggingOptions DEFAULT =
      new LoggingOptions(Level.WARN, Optional.empty(), Format.TEXT);

  /** From what severity on a line is logged. */
  public enum Level {
    /** Nothing. */
    OFF,
    /** What failed. */
    ERROR,
    /** And what a user should know. */
    WARN,
    /** And what is done. */
    INFO,
    /** And how it is done. */
    DEBUG,
    /** And all else. */
    TRACE
  }

  /** How a line is written. */
  public enum Format {
    /** For people. */
    TEXT,
    /** One JSON object. */
    JSON
  }

  /**
   * A file that is begun anew every day and when it is full.
   *
   * @param dir the folder it lies in, created owner-only where missing
   * @param level what goes there
   * @param maxMegabytes its size, in MiB, at which a new one is begun
   * @param keep how many old ones are kept
   */
  public record LogFile(Path dir, Level level, int maxMegabytes, int keep) {}
}
