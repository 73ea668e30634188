package digital.vya.backup.core;

import digital.vya.backup.api.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What of a run is logged, and where. The library itself logs through SLF4J to whatever its user
 * has; these are for a program that has no other place to configure that, such as the launcher.
 *
 * @param console what goes to standard error
 * @param file the log file; empty for none
 * @param format how a line is written, in both
 * @param seq a SEQ server that takes the log as well; empty for none
 */
public record LoggingOptions(
    Level console, Optional<LogFile> file, Format format, Optional<Seq> seq) {

  /** Warnings on the console, and no file. */
  public static final LoggingOptions DEFAULT =
      new LoggingOptions(Level.WARN, Optional.empty(), Format.TEXT, Optional.empty());

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

  /**
   * A SEQ server.
   *
   * @param url where it is, without the path of its interface
   * @param apiKey what it wants to see; empty for nothing
   * @param level what goes there
   */
  public record Seq(URI url, Optional<Secret> apiKey, Level level) {

    /**
     * What is wrong with an address, empty if nothing is.
     *
     * @param url the text of an address
     */
    public static String problem(String url) {
      try {
        var address = new URI(url);
        String scheme = String.valueOf(address.getScheme());
        boolean web = scheme.equals("http") || scheme.equals("https");
        if (!web || address.getHost() == null) {
          return "must be the address of a SEQ server, such as https://seq.example.org";
        }
        return address.getRawUserInfo() == null && address.getRawQuery() == null
            ? ""
            : "must be an address without user and query; the key belongs into api_key";
      } catch (URISyntaxException e) {
        return "is no address: " + e.getReason();
      }
    }
  }
}
