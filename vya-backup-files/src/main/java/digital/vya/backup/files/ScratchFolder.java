package digital.vya.backup.files;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.TargetState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder that is restored to before it takes the place of another one. */
final class ScratchFolder {

  private ScratchFolder() {}

  /** Makes it for its owner alone: what lies in it has not its own protection yet. */
  static void make(Path scratch) throws IOException {
    Path parent = scratch.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
      new StoreFolder(parent).createFolder(scratch);
    }
  }

  static TargetState look(Path target) throws IOException {
    FolderSwap.requireReplaceable(target);
    Path folder = existing(target.getParent());
    if (!Files.isWritable(folder)) {
      throw BackupException.environment(
          "no scratch folder can be made in "
              + folder
              + ": "
              + System.getProperty("user.name")
              + " may not write there, or it is mounted read-only; restore as the folder's owner,"
              + " to another folder (--target FOLDER), or with --mode fast");
    }
    boolean exists = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    return new TargetState(
        exists, exists && holdsAnything(target), new Disk(folder).freeBytes(), List.of());
  }

  private static Path existing(@Nullable Path start) {
    Path folder = start;
    while (folder != null && !Files.exists(folder)) {
      folder = folder.getParent();
    }
    return folder == null ? Path.of("/") : folder;
  }

  private static boolean holdsAnything(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isPresent();
    }
  }
}
