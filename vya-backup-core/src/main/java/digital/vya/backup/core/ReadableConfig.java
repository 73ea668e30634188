package digital.vya.backup.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;

/** Finds passwords in a file that every user of the machine can read. */
final class ReadableConfig {

  private ReadableConfig() {}

  /**
   * What is wrong, if anything.
   *
   * @param written the paths of the secrets that stand in the file itself
   */
  static Optional<String> problem(Optional<Path> file, List<String> written) {
    if (file.isEmpty() || written.isEmpty() || !readableByAll(file.get())) {
      return Optional.empty();
    }
    return Optional.of(
        "every user of this machine can read the file, and %s is in it; chmod 600 %s, or point to"
                .formatted(written.get(0), file.get())
            + " the secret by ${file:PATH} or ${secret:ID}, or set run.allow_readable_config");
  }

  private static boolean readableByAll(Path file) {
    try {
      return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    } catch (UnsupportedOperationException | IOException e) {
      // There are no such permissions there, or the file was not read from a file system.
      return false;
    }
  }
}
