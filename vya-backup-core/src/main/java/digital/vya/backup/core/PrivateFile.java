package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;

/** Files that nobody but their owner reads. */
final class PrivateFile {

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private PrivateFile() {}

  /**
   * Reads a small file.
   *
   * @param what how messages call it
   * @throws BackupException with {@code CONFIGURATION} if it cannot be read, others can read or
   *     write it, or it is larger
   */
  static byte[] read(Path file, String what, int largest) {
    try {
      requirePrivate(file, what);
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(largest + 1);
        if (bytes.length > largest) {
          throw BackupException.configuration(
              "the %s %s is larger than one can be; name the right file".formatted(what, file));
        }
        return bytes;
      }
    } catch (NoSuchFileException e) {
      throw BackupException.configuration(
          "there is no %s %s; bring it back or name another one".formatted(what, file));
    } catch (AccessDeniedException e) {
      throw BackupException.configuration(
          "the %s %s cannot be read: permission denied; run as its owner or give it to this user"
              .formatted(what, file));
    } catch (IOException e) {
      throw new BackupException(
          Reason.ENVIRONMENT,
          "the %s %s cannot be read: %s".formatted(what, file, Shown.text(e.toString())),
          e);
    }
  }

  private static void requirePrivate(Path file, String what) throws IOException {
    try {
      Set<PosixFilePermission> allowed = EnumSet.copyOf(OTHERS);
      allowed.retainAll(Files.getPosixFilePermissions(file));
      if (!allowed.isEmpty()) {
        throw BackupException.configuration(
            "others than its owner can read or write the %s %s; chmod 600 %s"
                .formatted(what, file, file));
      }
    } catch (UnsupportedOperationException e) {
      // There are no such permissions there.
    }
  }

  /** Makes a new file, durable when this returns. */
  static void create(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OwnerOnly.file(file))) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
    syncFolder(file);
  }

  /**
   * Puts a file in the place of another one, or where none is, in one step. It stays its owner's,
   * for a store that root adds to is read by the user who runs the backup.
   */
  static void replace(Path file, byte[] bytes) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    // Left by a writer that was killed; the lock says that nobody writes it now.
    Files.deleteIfExists(fresh);
    try {
      create(fresh, bytes);
      if (Files.exists(file)) {
        UserPrincipal owner = Files.getOwner(file);
        if (!owner.equals(Files.getOwner(fresh))) {
          Files.setOwner(fresh, owner);
        }
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
    syncFolder(file);
  }

  private static void syncFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
