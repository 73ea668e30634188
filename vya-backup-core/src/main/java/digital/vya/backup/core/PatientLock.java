package digital.vya.backup.core;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Waits ten seconds for a file that another process works on, also after an interrupt. */
final class PatientLock {

  private static final long PATIENCE_MILLIS = 10_000;
  private static final long PAUSE_MILLIS = 10;
  private static final Object THREADS = new Object();

  private PatientLock() {}

  /** Work that takes note of interrupts and goes on. */
  interface Uninterrupted<T> {
    T run(AtomicBoolean interrupted) throws IOException;
  }

  /** Does it without the interrupt that would close a file; it is there again afterwards. */
  static <T> T uninterrupted(Uninterrupted<T> work) throws IOException {
    AtomicBoolean interrupted = new AtomicBoolean(Thread.interrupted());
    try {
      return work.run(interrupted);
    } finally {
      if (interrupted.get()) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Work on a file. */
  interface Steps {
    void take() throws IOException;
  }

  /**
   * Does it while no other thread and no other process does so with that file, for which one of the
   * same name with {@code .lock} at its end stands. Its folder is made if there is none.
   *
   * @throws IOException if another process held it all the time
   */
  static void alone(Path file, Steps work) throws IOException {
    Path guard = file.resolveSibling(file.getFileName() + ".lock");
    uninterrupted(
        interrupted -> {
          OwnerOnly.createFolder(StateFile.folder(file));
          // Closing a file frees what another thread locked of it, so threads wait here.
          synchronized (THREADS) {
            try (FileChannel channel =
                    FileChannel.open(
                        guard,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        OwnerOnly.file(guard));
                FileLock lock = take(guard, channel, interrupted)) {
              OwnerOnly.giveToOwnerOfFolder(guard);
              work.take();
            }
          }
          return guard;
        });
  }

  /**
   * The lock of a file.
   *
   * @throws IOException if another process held it all the time
   */
  static FileLock take(Path file, FileChannel channel, AtomicBoolean interrupted)
      throws IOException {
    for (long waited = 0; waited < PATIENCE_MILLIS; waited += PAUSE_MILLIS) {
      Optional<FileLock> lock = attempt(channel);
      if (lock.isPresent()) {
        return lock.get();
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        interrupted.set(true);
      }
    }
    throw new IOException("another process holds " + file + " for more than ten seconds");
  }

  private static Optional<FileLock> attempt(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      // Held by another thread of this very process.
      return Optional.empty();
    }
  }
}
