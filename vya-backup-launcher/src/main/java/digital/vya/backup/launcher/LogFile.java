package digital.vya.backup.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import digital.vya.backup.core.LoggingOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file that is begun anew every day and when it is full, which several processes may write, and
 * of which some old ones are kept. Nobody but its owner can read any of them.
 */
final class LogFile extends AppenderBase<ILoggingEvent> {

  static final String NAME = "vya-backup.log";

  private static final Pattern OLD =
      Pattern.compile("vya-backup\\.(\\d{4}-\\d{2}-\\d{2})\\.(\\d{1,9})\\.log");

  private final Path folder;
  private final long longest;
  private final int keep;
  private final Level level;
  private final LogLine line;
  private FileChannel channel;
  private LocalDate day;
  private boolean failed;

  /**
   * Opens the file.
   *
   * @throws IOException if it cannot be written
   */
  LogFile(LoggingOptions.LogFile options, Level level, LogLine line) throws IOException {
    this.folder = options.dir();
    this.longest = options.maxMegabytes() * (1L << 20);
    this.keep = options.keep();
    this.level = level;
    this.line = line;
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, owner("rwx------"));
    }
    this.day = lastDay();
    this.channel = open();
  }

  private FileAttribute<?>[] owner(String permissions) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(
        folder.resolve(NAME),
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
        owner("rw-------"));
  }

  private LocalDate lastDay() throws IOException {
    Path file = folder.resolve(NAME);
    return Files.exists(file)
        ? day(Files.getLastModifiedTime(file).toInstant())
        : day(Instant.now());
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneId.systemDefault());
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(level)) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(line.bytes(event));
    // A channel is closed for good by who writes while interrupted, as everybody does at the end.
    boolean interrupted = Thread.interrupted();
    try {
      if (!channel.isOpen()) {
        channel = open();
      }
      LocalDate today = day(Instant.ofEpochMilli(event.getTimeStamp()));
      if (isOver(channel.size(), day, today, bytes.remaining())) {
        roll(today, bytes.remaining());
      }
      day = today;
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      tellOnce(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean isOver(long size, LocalDate last, LocalDate today, int more) {
    return size > 0 && (size + more > longest || !last.equals(today));
  }

  /** A log that cannot be written stops nothing; the next line may find room again. */
  private void tellOnce(IOException e) {
    if (!failed) {
      failed = true;
      Logs.ERR.println("vya-backupdb: cannot write " + folder.resolve(NAME) + ": " + e);
    }
  }

  private void roll(LocalDate today, int more) throws IOException {
    try (FileChannel others =
            FileChannel.open(
                folder.resolve("." + NAME + ".lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                owner("rw-------"));
        var lock = others.lock()) {
      Path file = folder.resolve(NAME);
      // Another process may have been here first, and what is there now is new.
      if (Files.exists(file) && isOver(Files.size(file), lastDay(), today, more)) {
        Files.move(file, folder.resolve(nextName(lastDay())));
        removeOldest();
      }
      FileChannel before = channel;
      channel = open();
      before.close();
    }
  }

  private String nextName(LocalDate last) throws IOException {
    long number =
        old().stream()
            .filter(name -> part(name, 1).equals(last.toString()))
            .mapToLong(name -> Long.parseLong(part(name, 2)))
            .max()
            .orElse(0);
    return "vya-backup." + last + "." + (number + 1) + ".log";
  }

  private void removeOldest() throws IOException {
    List<String> old = old();
    for (String name : old.subList(0, Math.max(0, old.size() - keep))) {
      Files.deleteIfExists(folder.resolve(name));
    }
  }

  /** The names of the old files, the oldest first. */
  private List<String> old() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> OLD.matcher(name).matches())
              .sorted(
                  Comparator.comparing((String name) -> part(name, 1))
                      .thenComparing(name -> Long.parseLong(part(name, 2))))
              .toList());
    }
  }

  private static String part(String name, int group) {
    Matcher matcher = OLD.matcher(name);
    return matcher.matches() ? matcher.group(group) : "";
  }

  @Override
  public void stop() {
    super.stop();
    try {
      channel.close();
    } catch (IOException e) {
      tellOnce(e);
    }
  }
}
