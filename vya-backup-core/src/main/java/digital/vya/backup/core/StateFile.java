package digital.vya.backup.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Small files of the state directory. */
final class StateFile {

  private StateFile() {}

  /** Puts a file in the place of another one, or where none is, in one step. */
  static void replace(Path file, byte[] bytes) throws IOException {
    Path folder = folder(file);
    OwnerOnly.createFolder(folder);
    // A name of its own, for several runs may end at once.
    Path fresh = Files.createTempFile(folder, "status", ".new", OwnerOnly.file(file));
    try {
      Files.write(fresh, bytes);
      OwnerOnly.giveToOwnerOfFolder(fresh);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  static Path folder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + " is in no folder");
    }
    return folder;
  }
}
