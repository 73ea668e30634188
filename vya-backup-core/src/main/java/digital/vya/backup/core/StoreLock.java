package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one at a time change a store. It lies in a file beside it, as the store itself is replaced.
 */
final class StoreLock implements AutoCloseable {

  /** The operating system keeps processes apart, not the threads of one. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final FileChannel channel;
  private final Path file;

  private StoreLock(FileChannel channel, Path file) {
    this.channel = channel;
    this.file = file;
  }

  /** Waits for whoever changes the store now. */
  static StoreLock take(Path store) throws InterruptedException {
    THREADS.lockInterruptibly();
    boolean taken = false;
    try {
      // A link stays one: what it points to is replaced.
      Path file = Files.exists(store) ? store.toRealPath() : store.toAbsolutePath();
      Files.createDirectories(Objects.requireNonNull(file.getParent(), "a file has a folder"));
      // Who can read a file can hold its lock.
      FileChannel channel =
          FileChannel.open(
              file.resolveSibling(file.getFileName() + ".lock"),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              OwnerOnly.file(file));
      OwnerOnly.giveToOwnerOfFolder(file.resolveSibling(file.getFileName() + ".lock"));
      Objects.requireNonNull(channel.lock(), "a lock or an exception");
      taken = true;
      return new StoreLock(channel, file);
    } catch (FileLockInterruptionException e) {
      throw new InterruptedException("interrupted while another process changed the secret store");
    } catch (IOException e) {
      throw new BackupException(
          Reason.ENVIRONMENT,
          "the secret store %s cannot be changed: %s; run as its owner, or name one in a folder that can be written"
              .formatted(store, Shown.text(e.toString())),
          e);
    } finally {
      if (!taken) {
        THREADS.unlock();
      }
    }
  }

  /** The file to replace. */
  Path file() {
    return file;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new BackupException(
          Reason.ENVIRONMENT, "the lock of the secret store " + file + " cannot be closed", e);
    } finally {
      THREADS.unlock();
    }
  }
}
