package digital.vya.backup.files;

import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Does one step of a plan, or takes it back. Taking back looks at what is there and can be done
 * again and again, also for a step that was never done or only half.
 */
final class PlaceMoves {

  private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rwx------");

  private final Path scratch;
  private final Path kept;
  private final RestoreFolder place;
  private final Watch watch;
  private final Notes others =
      new Notes("names were used by another program meanwhile; what was there before is kept");

  /** Is told before each change. */
  interface Watch {
    void before(String change) throws IOException;
  }

  PlaceMoves(Path place, Path scratch, Path kept, Watch watch) {
    this.place = new RestoreFolder(place);
    this.scratch = scratch;
    this.kept = kept;
    this.watch = watch;
  }

  Notes others() {
    return others;
  }

  /**
   * Keeps what will be replaced under a second name, so that the first one is never missing. Where
   * that cannot be done, {@link #forward} renames.
   */
  void link(PlanEntry entry) throws IOException {
    if (entry.step() != PlanEntry.Step.PUT) {
      return;
    }
    Path path = place.path(entry.path());
    if (isFolder(path) || isFolder(below(scratch, entry)) || isAbsent(path)) {
      return;
    }
    requireParents(entry);
    makeParents(entry);
    watch.before("link");
    try {
      Files.createLink(below(kept, entry), path);
    } catch (FileSystemException | UnsupportedOperationException e) {
      // Not every file system has further names, and not everybody may give them.
      return;
    }
  }

  void forward(PlanEntry entry) throws IOException {
    Path path = place.path(entry.path());
    switch (entry.step()) {
      case PUT -> {
        requireParents(entry);
        put(entry, path);
      }
      case ADD -> {
        place.createParents(entry.path());
        if (!isAbsent(path)) {
          throw changed(path);
        }
        rename(below(scratch, entry), path);
      }
      case KEEP -> {
        requireParents(entry);
        aside(entry, path);
      }
      case MAKE -> {
        place.createParents(entry.path());
        make(path);
      }
      case REMOVE -> remove(path);
      case DRESS -> dress(path, entry);
    }
  }

  private void put(PlanEntry entry, Path path) throws IOException {
    if (!isSame(below(kept, entry), path)) {
      // A link made before is of no use if somebody put another file there.
      Files.deleteIfExists(below(kept, entry));
      aside(entry, path);
    }
    rename(below(scratch, entry), path);
  }

  private void aside(PlanEntry entry, Path path) throws IOException {
    if (isAbsent(path)) {
      throw changed(path);
    }
    makeParents(entry);
    rename(path, below(kept, entry));
  }

  private static BackupException changed(Path path) {
    return BackupException.environment(
        path
            + " was made, removed or filled by another program meanwhile; look at it, move it away"
            + " if it is in the way, and try again");
  }

  private void dress(Path path, PlanEntry entry) throws IOException {
    FolderFacts facts = entry.after();
    if (facts != null && isFolder(path)) {
      requireParents(entry);
      watch.before("dress");
      facts.apply(path);
    }
  }

  /** Takes a step back, done or not. */
  void back(PlanEntry entry) throws IOException {
    Path path = place.path(entry.path());
    switch (entry.step()) {
      case PUT, ADD -> {
        if (isAbsent(below(scratch, entry)) && !isAbsent(path)) {
          rename(path, below(scratch, entry));
        }
        if (entry.step() == PlanEntry.Step.PUT) {
          bringBack(entry, path);
        }
      }
      case KEEP -> bringBack(entry, path);
      case MAKE -> remove(path);
      case REMOVE -> make(path);
      case DRESS -> {
        FolderFacts facts = entry.before();
        if (facts != null && isFolder(path)) {
          watch.before("dress");
          facts.apply(path);
        }
      }
    }
  }

  private void bringBack(PlanEntry entry, Path path) throws IOException {
    Path old = below(kept, entry);
    if (isAbsent(old)) {
      return;
    }
    if (isAbsent(path)) {
      rename(old, path);
    } else if (isSame(old, path)) {
      watch.before("unlink");
      Files.delete(old);
    } else {
      others.add(path + " (" + old + ")");
    }
  }

  private void make(Path path) throws IOException {
    if (!isFolder(path)) {
      watch.before("make");
      Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWN));
    }
  }

  /** Unless other programs have put something there. */
  private void remove(Path path) throws IOException {
    if (isFolder(path)) {
      watch.before("remove");
      try {
        Files.delete(path);
      } catch (DirectoryNotEmptyException e) {
        return;
      }
    }
  }

  private void rename(Path from, Path to) throws IOException {
    watch.before("rename");
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  private void requireParents(PlanEntry entry) throws IOException {
    place.requireRealParents(entry.path());
  }

  private void makeParents(PlanEntry entry) throws IOException {
    Path folder = below(kept, entry).getParent();
    if (folder != null && isAbsent(folder)) {
      watch.before("make");
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWN));
    }
  }

  private static Path below(Path folder, PlanEntry entry) {
    return RawNames.child(folder, entry.path());
  }

  /** Whether there is nothing, also as what should be the folder above is none. */
  static boolean isAbsent(Path path) throws IOException {
    try {
      return StoreFolder.attributes(path).isEmpty();
    } catch (FileSystemException e) {
      Path folder = path.getParent();
      if (folder != null && !isFolder(folder)) {
        return true;
      }
      throw e;
    }
  }

  static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isSame(Path one, Path other) throws IOException {
    Optional<BasicFileAttributes> first = StoreFolder.attributes(one);
    Optional<BasicFileAttributes> second = StoreFolder.attributes(other);
    return first.isPresent()
        && second.isPresent()
        && Objects.equals(first.get().fileKey(), second.get().fileKey());
  }
}
