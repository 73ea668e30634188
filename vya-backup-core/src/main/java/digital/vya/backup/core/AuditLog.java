package digital.vya.backup.core;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Who did what, when and to what: JSON lines that are only ever added, each with its number and the
 * hash of the line before, so that a line that was changed, removed, inserted or moved is found. A
 * file beside it ({@code .head}) knows the last line, so that a cut end is found as well.
 *
 * <p>An entry is on the disk when {@link #append} returns. Several processes and threads may write
 * one log. The files are made readable by their owner alone.
 */
public final class AuditLog {

  /** No line is longer: every text in it is cut. */
  private static final int LONGEST_LINE = 1 << 16;

  private final Path file;
  private final Clock clock;

  private AuditLog(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /**
   * The log of whatever is done without a configuration, where one would have it that says nothing
   * of it; empty for a user who has no home folder.
   */
  public static Optional<AuditLog> usual() {
    return ConfigDefaults.stateDir().map(state -> in(state.resolve("audit.jsonl")));
  }

  /** The log in a file, which need not be there yet. */
  public static AuditLog in(Path file) {
    return new AuditLog(file, Clock.systemUTC());
  }

  static AuditLog in(Path file, Clock clock) {
    return new AuditLog(file, clock);
  }

  /**
   * Adds what was done by the user of this process, on this machine, now.
   *
   * @throws IOException if it could not be written, or another process held the log for ten seconds
   */
  public AuditEntry append(AuditEntry.Action action) throws IOException {
    // How something that was cancelled ended is written too.
    return PatientLock.uninterrupted(interrupted -> append(action, interrupted));
  }

  private AuditEntry append(AuditEntry.Action action, AtomicBoolean interrupted)
      throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      OwnerOnly.createFolder(folder);
    }
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            OwnerOnly.file(file))) {
      OwnerOnly.giveToOwnerOfFolder(file);
      try (FileLock lock = PatientLock.take(file, channel, interrupted)) {
        return append(action, channel);
      }
    }
  }

  private AuditEntry append(AuditEntry.Action action, FileChannel channel) throws IOException {
    AuditHead last = last(channel);
    var entry =
        new AuditEntry(
            last.sequence() + 1,
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            System.getProperty("user.name", "unknown"),
            Optional.ofNullable(System.getenv("SUDO_USER")).filter(user -> !user.isBlank()),
            ConfigDefaults.hostName(),
            action);
    byte[] line = new AuditLine(entry, last.hash()).text().getBytes(StandardCharsets.UTF_8);
    long before = channel.size();
    long end = before;
    ByteBuffer bytes = ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').flip();
    while (bytes.hasRemaining()) {
      end += channel.write(bytes, end);
    }
    channel.force(true);
    try {
      new AuditHead(entry.sequence(), AuditLine.hash(line)).write(file);
    } catch (IOException e) {
      // Or the next line would get the same number, and look like one that was put in.
      channel.truncate(before);
      throw e;
    }
    return entry;
  }

  /**
   * What the next line follows. The head decides, so that lines that were cut off stay missing; but
   * a process may have ended after it wrote a line and before it wrote the head.
   */
  private AuditHead last(FileChannel channel) throws IOException {
    removeTorn(channel);
    Optional<AuditHead> written = lastLine(channel);
    Optional<AuditHead> head = AuditHead.read(file);
    if (head.isEmpty() || written.isEmpty()) {
      return head.or(() -> written).orElse(AuditHead.NONE);
    }
    return written.get().sequence() == head.get().sequence() + 1 ? written.get() : head.get();
  }

  private static Optional<AuditHead> lastLine(FileChannel channel) throws IOException {
    byte[] tail = tail(channel);
    String text = new String(tail, StandardCharsets.UTF_8).stripTrailing();
    String line = text.substring(text.lastIndexOf('\n') + 1);
    return AuditLine.parse(line)
        .map(parsed -> new AuditHead(parsed.entry().sequence(), AuditLine.hash(line)));
  }

  private static byte[] tail(FileChannel channel) throws IOException {
    int length = (int) Math.min(LONGEST_LINE, channel.size());
    ByteBuffer tail = ByteBuffer.allocate(length);
    long from = channel.size() - length;
    while (tail.hasRemaining() && channel.read(tail, from + tail.position()) >= 0) {
      // A read may give less than was asked for.
    }
    return tail.array();
  }

  /** A line without its end was never acknowledged: the process or the power went away. */
  private static void removeTorn(FileChannel channel) throws IOException {
    byte[] tail = tail(channel);
    int end = tail.length;
    while (end > 0 && tail[end - 1] != '\n') {
      end--;
    }
    // What has no end at all is no line of ours.
    if (end < tail.length && (end > 0 || tail.length < LONGEST_LINE)) {
      channel.truncate(channel.size() - (tail.length - end));
    }
  }

  /**
   * The newest entries, the oldest of them first; lines that are none are left out.
   *
   * @param limit how many at the most
   */
  public List<AuditEntry> newest(int limit) throws IOException {
    var entries = new ArrayDeque<AuditEntry>();
    AuditReader.lines(
        file,
        line -> {
          AuditLine.parse(line).ifPresent(parsed -> entries.add(parsed.entry()));
          if (entries.size() > limit) {
            entries.removeFirst();
          }
        });
    return new ArrayList<>(entries);
  }

  /** Reads the log from its beginning to its end, and looks for what does not follow. */
  public AuditVerdict verify() throws IOException {
    return new AuditReader(file).verify();
  }

  /** Whether there is a log. */
  public boolean exists() {
    return Files.exists(file);
  }
}
