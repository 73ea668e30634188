package digital.vya.backup.core;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What this machine remembers of its runs: JSON lines, the oldest first, which only their owner can
 * read. It is a help and no proof: what can be restored is in the manifests. Several processes may
 * write it. When it grows too large its beginning is forgotten.
 */
final class History {

  private static final int UNWRITTEN_KEPT = 1000;

  /** What could not be written, so that a process that stays does not try it again and again. */
  private static final Map<Path, List<HistoryLine>> UNWRITTEN = new ConcurrentHashMap<>();

  private final Path file;
  private final long largest;

  History(Path file, long largest) {
    this.file = file;
    this.largest = largest;
  }

  static History in(Path stateDir) {
    return new History(stateDir.resolve("history.jsonl"), 16L << 20);
  }

  /**
   * Adds lines in one step, on the disk when this returns. What cannot be written is remembered as
   * long as this process lives, and written with the next lines.
   */
  void append(List<? extends HistoryLine> lines) throws IOException {
    var all = new ArrayList<HistoryLine>();
    Optional.ofNullable(UNWRITTEN.remove(key())).ifPresent(all::addAll);
    all.addAll(lines);
    try {
      write(all);
    } catch (IOException e) {
      UNWRITTEN.merge(key(), newest(all, List.of()), History::newest);
      throw e;
    }
  }

  private static List<HistoryLine> newest(List<HistoryLine> old, List<HistoryLine> added) {
    var all = new ArrayList<>(old);
    all.addAll(added);
    return List.copyOf(all.subList(Math.max(0, all.size() - UNWRITTEN_KEPT), all.size()));
  }

  private Path key() {
    return file.toAbsolutePath().normalize();
  }

  private void write(List<HistoryLine> lines) throws IOException {
    var text = new StringBuilder();
    lines.forEach(line -> text.append(line.text()).append('\n'));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    // Not the history itself is locked, whose place another file takes when it is cut.
    PatientLock.alone(
        file,
        () -> {
          add(bytes);
          if (Files.size(file) > largest) {
            forget();
          }
        });
  }

  private static FileChannel open(Path path, StandardOpenOption... options) throws IOException {
    var all = new java.util.HashSet<StandardOpenOption>(Set.of(options));
    all.add(StandardOpenOption.CREATE);
    FileChannel channel = FileChannel.open(path, all, OwnerOnly.file(path));
    OwnerOnly.giveToOwnerOfFolder(path);
    return channel;
  }

  private void add(byte[] bytes) throws IOException {
    try (FileChannel channel = open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = channel.size();
      if (end > 0 && byteAt(channel, end - 1) != '\n') {
        // The last writer was killed; its line is none, and must not spoil ours.
        end += channel.write(ByteBuffer.wrap(new byte[] {'\n'}), end);
      }
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        end += channel.write(left, end);
      }
      channel.force(true);
    }
  }

  private static int byteAt(FileChannel channel, long position) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    return channel.read(one, position) == 1 ? one.get(0) : '\n';
  }

  /** Keeps the newer three quarters. */
  private void forget() throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
        FileChannel to = open(fresh, StandardOpenOption.WRITE)) {
      long at = from.size() - largest / 4 * 3;
      while (at < from.size() && byteAt(from, at - 1) != '\n') {
        at++;
      }
      while (at < from.size()) {
        at += from.transferTo(at, from.size() - at, to);
      }
      to.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Hands over each line that can be understood, the oldest first. */
  void read(Consumer<HistoryLine> sink) throws IOException {
    List<HistoryLine> unwritten = UNWRITTEN.getOrDefault(key(), List.of());
    try {
      AuditReader.lines(file, line -> HistoryLine.parse(line).ifPresent(sink));
    } catch (NoSuchFileException e) {
      // Nothing has happened yet.
    } catch (IOException e) {
      if (unwritten.isEmpty()) {
        throw e;
      }
    }
    unwritten.forEach(sink);
  }
}
