package digital.vya.backup.core;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Shows that a process lives, by a file that it holds a lock on to its end: the operating system
 * frees it whatever the end, and it is seen by all that share the file system, also from containers
 * that do not see each other's processes.
 */
final class OwnerLock {

  /** This process; another one never has the same. */
  static final String SELF = UUID.randomUUID().toString();

  private static final String SUFFIX = ".owner";

  /** Closing a channel would free what another one holds on the same file, so none ever is. */
  private static final Map<Path, FileChannel> HELD = new ConcurrentHashMap<>();

  private OwnerLock() {}

  /** Takes the lock of this process in a folder, unless it has it. */
  static synchronized void hold(Path folder) throws IOException {
    Path file = folder.resolve(SELF + SUFFIX).toAbsolutePath();
    if (HELD.containsKey(file) && Files.exists(file)) {
      return;
    }
    OwnerOnly.createFolder(folder);
    sweep(folder);
    // It is not seen under its name before it is locked.
    Path made = folder.resolve(SELF + ".tmp");
    FileChannel channel =
        FileChannel.open(made, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      throw new IOException("the file " + made + " is locked by another process");
    }
    Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    HELD.put(file, channel);
  }

  /** Whether a process lives that held a lock there. */
  static boolean isAlive(Path folder, String owner) throws IOException {
    return owner.equals(SELF) || isLocked(folder.resolve(owner + SUFFIX));
  }

  private static boolean isLocked(Path file) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      return false;
    }
    try {
      FileLock lock = channel.tryLock();
      channel.close();
      return lock == null;
    } catch (OverlappingFileLockException e) {
      HELD.put(file.resolveSibling(UUID.randomUUID().toString()), channel);
      return true;
    }
  }

  /** Removes what processes left that ended. */
  private static void sweep(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(f -> f.toString().endsWith(SUFFIX)).toList();
    }
    for (Path file : files) {
      if (!file.endsWith(SELF + SUFFIX) && !isLocked(file)) {
        Files.deleteIfExists(file);
      }
    }
  }
}
