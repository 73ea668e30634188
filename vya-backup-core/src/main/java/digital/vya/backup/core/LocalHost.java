package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactResult.Omissions;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.ToolRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The host of one operation on this machine. Public so that a plugin can be tried and tested
 * without a run. Safe for many threads.
 */
public final class LocalHost implements Host, AutoCloseable {

  private static final int WARNINGS_KEPT = 1000;

  private final Path parent;
  private final Clock clock;
  private final Mask mask;
  private final ProcessTools tools = new ProcessTools();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> omitted = new ArrayList<>();
  private long omissions;
  private @Nullable Path workDir;
  private Optional<Path> runLog = Optional.empty();

  private LocalHost(Path parent, Clock clock, Mask mask) {
    this.parent = parent;
    this.clock = clock;
    this.mask = mask;
  }

  /**
   * A host with the system's clock.
   *
   * @param parent the folder below which the work folder is made when it is asked for; both are
   *     created owner-only
   */
  public static LocalHost open(Path parent) {
    return open(parent, Clock.systemUTC(), new Mask());
  }

  static LocalHost open(Path parent, Clock clock, Mask mask) {
    return new LocalHost(parent, clock, mask);
  }

  /** What this machine is called where no configuration says otherwise. */
  public static String hostName() {
    return ConfigDefaults.hostName();
  }

  @Override
  public ToolRunner tools() {
    return tools;
  }

  @Override
  public synchronized void warn(String text) {
    String message = mask.text(text);
    if (warnings.size() < WARNINGS_KEPT && !warnings.contains(message)) {
      warnings.add(message);
    }
  }

  @Override
  public synchronized void omit(String what, String why) {
    omissions++;
    if (omitted.size() < Omissions.NAMED) {
      omitted.add(mask.text(what + ": " + why));
    }
  }

  @Override
  public synchronized Path workDir() {
    if (workDir == null) {
      try {
        workDir = OwnerOnly.temporaryFolder(parent);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot make a work folder in " + parent, e);
      }
    }
    return workDir;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public synchronized Optional<Path> runLog() {
    return runLog;
  }

  /** The same host with a log that notifiers may attach. */
  public synchronized LocalHost withRunLog(Optional<Path> log) {
    this.runLog = log;
    return this;
  }

  /** What was warned of so far, each warning once, the first thousand. */
  public synchronized List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** What was omitted so far. */
  public synchronized Omissions omissions() {
    return new Omissions(omissions, omitted);
  }

  /** Forgets warnings and omissions, for another attempt at the same operation. */
  synchronized void forget() {
    warnings.clear();
    omitted.clear();
    omissions = 0;
  }

  /** Removes the work folder with all it holds. */
  @Override
  public synchronized void close() throws IOException {
    if (workDir != null) {
      OwnerOnly.delete(workDir);
      workDir = null;
    }
  }
}
