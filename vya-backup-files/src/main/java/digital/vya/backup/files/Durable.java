package digital.vya.backup.files;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Sees that what was written outlives a power cut. */
final class Durable {

  /** A disk takes what many ask of it at once in one go; one after the other is 20 times slower. */
  private static final int AT_ONCE = 16;

  private Durable() {}

  /** All files and folders of a tree, with their names. */
  static void tree(Path root) throws IOException, InterruptedException {
    var failure = new AtomicReference<@Nullable IOException>();
    var free = new Semaphore(AT_ONCE * 4);
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      Files.walkFileTree(root, new Submitting(threads, free, failure));
      free.acquire(AT_ONCE * 4);
    } catch (ClosedByInterruptException e) {
      throw interrupted(root);
    } finally {
      threads.shutdownNow();
    }
    IOException e = failure.get();
    if (e != null) {
      throw new IOException("what was restored cannot be made durable: " + e.getMessage(), e);
    }
  }

  private static InterruptedException interrupted(Path root) {
    return new InterruptedException("interrupted while " + root + " was made durable");
  }

  private record Submitting(
      ExecutorService threads, Semaphore free, AtomicReference<@Nullable IOException> failure)
      implements java.nio.file.FileVisitor<Path> {

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes facts) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes facts) throws IOException {
      return facts.isRegularFile() ? submit(file) : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      if (e != null) {
        throw e;
      }
      return submit(folder);
    }

    private FileVisitResult submit(Path path) throws ClosedByInterruptException {
      try {
        free.acquire();
      } catch (InterruptedException e) {
        // The visitor can only throw this; tree() makes it one again.
        throw new ClosedByInterruptException();
      }
      threads.execute(
          () -> {
            try {
              force(path);
            } catch (IOException e) {
              failure.compareAndSet(null, e);
            } finally {
              free.release();
            }
          });
      return failure.get() == null ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }
  }

  private static void force(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (AccessDeniedException e) {
      // Its owner may not read it, as the backup says, and there is no other way to ask for it.
      return;
    }
  }

  /** The names in a folder, if it is there, whatever interrupts. */
  static void folder(@Nullable Path folder) throws IOException {
    boolean interrupted = Thread.interrupted();
    while (folder != null) {
      try {
        force(folder);
        break;
      } catch (ClosedByInterruptException e) {
        interrupted |= Thread.interrupted();
      } catch (NoSuchFileException e) {
        break;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
