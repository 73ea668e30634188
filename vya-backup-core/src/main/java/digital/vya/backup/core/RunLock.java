package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one run at a time work on an instance of this machine. The operating system holds the lock,
 * so it is free at the moment its holder dies, whatever the file still says.
 */
final class RunLock implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunLock.class);

  /**
   * The locks of this process. It must not even open their files again: closing a file frees all
   * locks that the process holds on it.
   */
  private static final Map<Path, String> HELD = new ConcurrentHashMap<>();

  private final Path file;
  private final FileChannel channel;

  private RunLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock of an instance.
   *
   * @throws BackupException with reason LOCKED if another run holds it
   */
  static RunLock take(Path folder, String instance, Instant now) throws IOException {
    Path file = folder.resolve(ArtifactKeys.encode(instance) + ".lock");
    try {
      OwnerOnly.createFolder(folder);
    } catch (IOException e) {
      throw new BackupException(
          Reason.ENVIRONMENT,
          "cannot make the folder for locks " + folder + "; set run.state_dir to a writable folder",
          e);
    }
    Path real = folder.toRealPath().resolve(file.getFileName());
    String holder = "pid " + ProcessHandle.current().pid() + " since " + seconds(now);
    String before = HELD.putIfAbsent(real, holder);
    if (before != null) {
      throw locked(instance, before);
    }
    boolean taken = false;
    try {
      FileChannel channel = open(real, instance);
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
      taken = true;
      return new RunLock(real, channel);
    } finally {
      if (!taken) {
        HELD.remove(real);
      }
    }
  }

  /**
   * Takes the lock of what a storage holds of an instance: a copy brings something there, or a
   * cleanup takes something away.
   */
  static RunLock there(Environment environment, String instance, String destination)
      throws IOException {
    return take(
        environment.lockFolder(), instance + " in " + destination, environment.clock().instant());
  }

  private static FileChannel open(Path file, String instance) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    OwnerOnly.giveToOwnerOfFolder(file);
    if (!lock(channel)) {
      channel.close();
      throw locked(instance, holder(file));
    }
    return channel;
  }

  private static BackupException locked(String instance, String holder) {
    return new BackupException(
        Reason.LOCKED,
        "another run works on " + instance + " (" + holder + "); wait until it has ended");
  }

  private static Instant seconds(Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS);
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Held by another thread of this very process.
      return false;
    }
  }

  private static String holder(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "by whom is not known";
    }
  }

  /** Closes it; the operating system would do so at the end of this process at the latest. */
  void end() {
    try {
      close();
    } catch (IOException e) {
      LOG.warn("the lock {} could not be given back: {}", file, Failures.text(e));
    }
  }

  /** The file stays: removing it would let two runs lock two files of one name. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(file);
    }
  }
}
