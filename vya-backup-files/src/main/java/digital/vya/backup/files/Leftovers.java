package digital.vya.backup.files;

import digital.vya.backup.api.Host;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Removes the unfinished objects of runs that were killed. A run that still writes keeps the time
 * of its file fresh; that is what tells it from a dead one, also on a folder that several machines
 * share.
 */
final class Leftovers {

  private final Path base;
  private final Disk disk;
  private final Duration age;
  private final Host host;
  private final AtomicBoolean swept = new AtomicBoolean();

  Leftovers(Path base, Disk disk, Duration age, Host host) {
    this.base = base;
    this.disk = disk;
    this.age = age;
    this.host = host;
  }

  /** Does so the first time that it is called, where anything can be removed. */
  void sweep() throws IOException {
    if (swept.getAndSet(true) || disk.isReadOnly()) {
      return;
    }
    Instant before = before();
    Files.walkFileTree(
        base,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()
                && String.valueOf(file.getFileName()).startsWith(ObjectKeys.UNFINISHED)
                && attributes.lastModifiedTime().toInstant().isBefore(before)) {
              remove(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            // What cannot be read, such as lost+found, is not ours.
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private Instant before() {
    try {
      return host.clock().instant().minus(age);
    } catch (DateTimeException | ArithmeticException e) {
      return Instant.MIN;
    }
  }

  private void remove(Path file) {
    try {
      Files.delete(file);
    } catch (NoSuchFileException e) {
      // Another run sweeps too.
      return;
    } catch (IOException e) {
      host.warn("cannot remove " + file + ", left behind by a killed run: " + e.getMessage());
    }
  }
}
