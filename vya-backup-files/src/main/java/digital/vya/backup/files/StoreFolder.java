package digital.vya.backup.files;

import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The folder of a store: keys become paths below it, and never one that a link leads out of it. */
final class StoreFolder {

  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private final Path base;
  private final boolean posix;

  StoreFolder(Path base) {
    this.base = base;
    this.posix = base.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  Path base() {
    return base;
  }

  /** The path of a checked key. */
  Path path(String key) {
    if (RawNames.isAscii(key)) {
      return base.resolve(key);
    }
    Path path = base;
    for (String segment : key.split("/", -1)) {
      path = RawNames.child(path, RawNames.raw(segment));
    }
    return path;
  }

  /** The object's attributes, unless there is something else or nothing, or a link on the way. */
  Optional<BasicFileAttributes> find(Path path) throws IOException {
    return isReal(path)
        ? attributes(path).filter(BasicFileAttributes::isRegularFile)
        : Optional.empty();
  }

  /** The folder's attributes, with the same exceptions. */
  Optional<BasicFileAttributes> findFolder(Path path) throws IOException {
    return isReal(path)
        ? attributes(path).filter(BasicFileAttributes::isDirectory)
        : Optional.empty();
  }

  /** Whether all folders above the path are folders, and none is a link. */
  boolean isReal(Path path) throws IOException {
    for (Path folder : foldersAbove(path)) {
      if (!attributes(folder).map(BasicFileAttributes::isDirectory).orElse(false)) {
        return false;
      }
    }
    return true;
  }

  static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
    try {
      return Optional.of(
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** The folders between the base and the path, the outermost first. */
  private List<Path> foldersAbove(Path path) {
    var folders = new ArrayList<Path>();
    for (Path folder = path.getParent();
        folder != null && !folder.equals(base);
        folder = folder.getParent()) {
      folders.add(0, folder);
    }
    return folders;
  }

  /** Creates the folders above the path, owner-only. */
  void createFoldersAbove(Path path) throws IOException {
    for (Path folder : foldersAbove(path)) {
      createFolder(folder);
    }
  }

  /** Creates one folder, owner-only whatever the umask, unless it exists. */
  void createFolder(Path folder) throws IOException {
    try {
      Files.createDirectory(folder, owned(FOLDER));
      restrict(folder, FOLDER);
    } catch (FileAlreadyExistsException e) {
      boolean isFolder =
          attributes(folder).map(BasicFileAttributes::isDirectory).orElseThrow(() -> gone(folder));
      if (!isFolder) {
        throw BackupException.configuration(
            folder
                + " is in the way: it must be a folder, and neither a file nor a link;"
                + " remove it or use another key");
      }
    }
  }

  private static NoSuchFileException gone(Path folder) {
    return new NoSuchFileException(folder.toString());
  }

  /** Creates a new file that only its owner can read, whatever the umask. */
  FileChannel createFile(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owned(FILE));
    restrict(file, FILE);
    return channel;
  }

  private FileAttribute<?>[] owned(Set<PosixFilePermission> permissions) {
    return posix
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private void restrict(Path path, Set<PosixFilePermission> permissions) throws IOException {
    if (posix) {
      Files.setPosixFilePermissions(path, permissions);
    }
  }

  /** Makes the names in the folder above the path durable, and those of the folders above it. */
  void syncFoldersAbove(Path path) throws IOException {
    for (Path folder : foldersAbove(path)) {
      sync(folder);
    }
    sync(base);
  }

  /** Makes the names in one folder durable. */
  void sync(Path folder) throws IOException {
    // Without POSIX a folder cannot be opened, and the file system sees to its names itself.
    if (posix) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Removes the folders above the path as long as they are empty. */
  void removeEmptyFoldersAbove(Path path) throws IOException {
    List<Path> folders = foldersAbove(path);
    for (int at = folders.size() - 1; at >= 0; at--) {
      try {
        Files.deleteIfExists(folders.get(at));
      } catch (DirectoryNotEmptyException e) {
        return;
      }
    }
  }
}
