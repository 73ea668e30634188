package digital.vya.backup.files;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;

/** The disk a folder lies on: how much of it is free, and what its errors mean. */
final class Disk {

  private static final long NOTHING = 1L << 16;

  private final Path folder;

  Disk(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  OptionalLong freeBytes() {
    try {
      FileStore store = Files.getFileStore(folder);
      return OptionalLong.of(store.getUsableSpace());
    } catch (IOException e) {
      // Some containers show no mount point for a folder that can be written all the same.
      return OptionalLong.empty();
    }
  }

  /** Whether nobody can write there, whatever the permissions. */
  boolean isReadOnly() {
    try {
      folder.getFileSystem().provider().checkAccess(folder, AccessMode.WRITE);
      return false;
    } catch (AccessDeniedException | NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      // The mount table knows it too, but not for a folder that is bound read-only.
      return true;
    }
  }

  void require(long bytes) {
    long free = freeBytes().orElse(Long.MAX_VALUE);
    if (free < bytes) {
      throw BackupException.environment(
          "the disk of "
              + folder
              + " has "
              + Sizes.shown(free)
              + " free, fewer than min_free_bytes ("
              + Sizes.shown(bytes)
              + "); make room there, shorten the retention or use another disk");
    }
  }

  /** What a failed write means: the exception to throw for a user, or the same one. */
  IOException explain(IOException e) {
    if (isFull(e)) {
      throw new BackupException(
          Reason.ENVIRONMENT,
          "the disk of "
              + folder
              + " is full ("
              + freeBytes().stream().mapToObj(Sizes::shown).findFirst().orElse("unknown")
              + " free); make room there, shorten the retention or use another disk",
          e);
    }
    if (isReadOnly()) {
      throw new BackupException(
          Reason.ENVIRONMENT, folder + " is mounted read-only; mount it read-write", e);
    }
    if (e instanceof AccessDeniedException) {
      throw new BackupException(
          Reason.ENVIRONMENT,
          "cannot write in "
              + folder
              + ": permission denied for "
              + e.getMessage()
              + "; give it to the user "
              + System.getProperty("user.name")
              + " with chown",
          e);
    }
    return e;
  }

  private boolean isFull(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    // The system words its errors in the language of the locale, so the figures are asked as well.
    return message.contains("no space left")
        || message.contains("quota")
        || freeBytes().orElse(Long.MAX_VALUE) < NOTHING;
  }
}
