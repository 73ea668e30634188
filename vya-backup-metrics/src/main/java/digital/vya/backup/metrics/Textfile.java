package digital.vya.backup.metrics;

import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** A file that is replaced whole: whoever reads it sees the old text or the new one. */
final class Textfile {

  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path folder;
  private final Path file;

  Textfile(Path folder, Path file) {
    this.folder = folder;
    this.file = file;
  }

  void replace(byte[] text, Clock clock) throws IOException {
    // Does not end in .prom, or node_exporter would read it half written.
    Path fresh = folder.resolve(prefix() + UUID.randomUUID() + ".tmp");
    try {
      try {
        write(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
      try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
        entries.force(true);
      }
      sweep(clock.instant().minus(ABANDONED));
    } catch (AccessDeniedException e) {
      throw BackupException.environment(
          "cannot write %s: this user may not write into its folder; give it the right"
              .formatted(file));
    }
  }

  private static void write(Path fresh, byte[] text) throws IOException {
    try (FileChannel channel =
        FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      // Cron's umask may hide it from the user that node_exporter runs as.
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
      ByteBuffer left = ByteBuffer.wrap(text);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
  }

  /** What killed processes left behind. */
  private void sweep(Instant before) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, this::isTemporary)) {
      for (Path entry : entries) {
        remove(entry, before);
      }
    }
  }

  private void remove(Path entry, Instant before) throws IOException {
    try {
      if (Files.getLastModifiedTime(entry, LinkOption.NOFOLLOW_LINKS)
          .toInstant()
          .isBefore(before)) {
        Files.deleteIfExists(entry);
      }
    } catch (NoSuchFileException e) {
      // Another process finished with it.
    }
  }

  private boolean isTemporary(Path entry) {
    String name = String.valueOf(entry.getFileName());
    return name.startsWith(prefix()) && name.endsWith(".tmp");
  }

  private String prefix() {
    return "." + file.getFileName() + ".";
  }
}
