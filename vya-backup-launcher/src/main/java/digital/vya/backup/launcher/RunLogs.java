package digital.vya.backup.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The lines of each run on their own, for those who are told of it, whether there is a log file or
 * not: in memory while they are few, else in a file that only its owner can read and that does not
 * outlive the process.
 */
final class RunLogs extends AppenderBase<ILoggingEvent> {

  /** More than that is in a file, in bytes. */
  private static final int IN_MEMORY = 1 << 18;

  /** When a file is longer than that its beginning is forgotten: nobody is sent so much. */
  private static final long LONGEST = 32L << 20;

  private static final int KEPT_OF_LONGEST = 12 << 20;

  /** How many runs are remembered. */
  private static final int RUNS = 4;

  private final LocalHost host;
  private final Level level;
  private final LogLine line;
  private final Map<String, Kept> runs = new LinkedHashMap<>();
  private @Nullable String last;
  private boolean failed;

  /**
   * Begins with no line.
   *
   * @param workParent where folders for temporary files are made
   */
  RunLogs(Path workParent, Level level, LogLine line) {
    this.host = LocalHost.open(workParent);
    this.level = level;
    this.line = line;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(level)) {
      return;
    }
    String run = event.getMDCPropertyMap().getOrDefault("run", last);
    if (run != null) {
      last = run;
      try {
        kept(run).add(line.bytes(event));
      } catch (IOException | UncheckedIOException e) {
        tellOnce(e);
      }
    }
  }

  private Kept kept(String run) throws IOException {
    @Nullable Kept known = runs.get(run);
    if (known != null) {
      return known;
    }
    if (runs.size() == RUNS) {
      Iterator<Kept> oldest = runs.values().iterator();
      oldest.next().forget();
      oldest.remove();
    }
    var fresh = new Kept();
    runs.put(run, fresh);
    return fresh;
  }

  private void tellOnce(Exception e) {
    if (!failed) {
      failed = true;
      Logs.ERR.println("vya-backupdb: cannot keep the log of the run for mails: " + e);
    }
  }

  /** The lines of a run so far; empty if there are none, or they could not be kept. */
  synchronized Optional<Path> of(String run) {
    try {
      @Nullable Kept kept = runs.get(run);
      return kept == null ? Optional.empty() : Optional.of(kept.inFile());
    } catch (IOException | UncheckedIOException e) {
      tellOnce(e);
      return Optional.empty();
    }
  }

  /** Forgets all. */
  @Override
  public synchronized void stop() {
    super.stop();
    runs.clear();
    try {
      host.close();
    } catch (IOException e) {
      tellOnce(e);
    }
  }

  /** The lines of one run. Files are written without a channel, which an interrupt would close. */
  private final class Kept {

    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable Path file;

    void add(byte[] bytes) throws IOException {
      memory.writeBytes(bytes);
      if (memory.size() > IN_MEMORY) {
        Path written = inFile();
        if (Files.size(written) > LONGEST) {
          keepEnd(written);
        }
      }
    }

    Path inFile() throws IOException {
      Path path = file;
      if (path == null) {
        path = Files.createTempFile(host.workDir(), "run", ".log");
        file = path;
      }
      try (OutputStream out = new FileOutputStream(path.toFile(), true)) {
        memory.writeTo(out);
      }
      memory.reset();
      return path;
    }

    private void keepEnd(Path written) throws IOException {
      byte[] end = new byte[KEPT_OF_LONGEST];
      try (var both = new RandomAccessFile(written.toFile(), "rw")) {
        both.seek(both.length() - end.length);
        both.readFully(end);
        both.setLength(0);
        both.seek(0);
        both.write(end);
      }
    }

    void forget() throws IOException {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    }
  }
}
