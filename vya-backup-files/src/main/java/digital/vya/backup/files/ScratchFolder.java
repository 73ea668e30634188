package digital.vya.backup.files;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.TargetState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder that is restored to before it takes the place of another one. */
final class ScratchFolder {

  private ScratchFolder() {}

  /** Makes it for its owner alone: what lies in it has not its own protection yet. */
  static void make(Path scratch) throws IOException, InterruptedException {
    Path parent = scratch.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
      Quiet.change(scratch, () -> new StoreFolder(parent).createFolder(scratch));
    }
  }

  static TargetState look(Path target) throws IOException {
    FolderSwap.requireReplaceable(target);
    OptionalLong free = room(target);
    boolean exists = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    return new TargetState(exists, exists && holdsAnything(target), free, List.of());
  }

  /**
   * The original place of a set. There is always something to bring back: that a file was not
   * there.
   *
   * @param starts where its patterns begin
   */
  static TargetState lookBeside(Path place, List<Path> starts) throws IOException {
    OptionalLong free = room(place);
    Path folder = existing(place.getParent());
    for (Path start : starts) {
      Path found = existing(start);
      if (!PlacePlan.disk(found).equals(PlacePlan.disk(folder))) {
        return new TargetState(true, true, free, List.of(), PlacePlan.otherDisk(found, folder));
      }
    }
    return new TargetState(true, true, free, List.of());
  }

  private static OptionalLong room(Path target) {
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
    return new Disk(folder).freeBytes();
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
