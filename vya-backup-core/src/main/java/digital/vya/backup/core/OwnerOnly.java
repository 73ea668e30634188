package digital.vya.backup.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Folders that nobody but their owner can look into. */
final class OwnerOnly {

  private static final String PREFIX = "work-" + ProcessHandle.current().pid() + "-";

  /** A process that ended may have had the id of this one: in a container all have the same. */
  private static final Set<String> MADE = ConcurrentHashMap.newKeySet();

  private OwnerOnly() {}

  static void createFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, attributes(folder));
      giveToOwnerOfFolder(folder);
    }
  }

  /**
   * What root makes in a folder of somebody else's becomes that one's, who could not work there any
   * more otherwise; nothing where this user may not give it away.
   */
  static void giveToOwnerOfFolder(Path made) throws IOException {
    Path folder = made.toAbsolutePath().getParent();
    if (folder == null) {
      return;
    }
    UserPrincipal owner = Files.getOwner(folder);
    if (!owner.equals(Files.getOwner(made))) {
      try {
        Files.setOwner(made, owner);
      } catch (FileSystemException | UnsupportedOperationException e) {
        // Only root may.
      }
    }
  }

  /** Lets nobody but its owner look into a folder that is there. */
  static void restrict(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  static synchronized Path temporaryFolder(Path parent) throws IOException {
    createFolder(parent);
    Path folder = Files.createTempDirectory(parent, PREFIX, attributes(parent));
    MADE.add(String.valueOf(folder.getFileName()));
    return folder;
  }

  private static FileAttribute<?>[] attributes(Path path) {
    return made(path, "rwx------");
  }

  /** How a file there is made that nobody but its owner can read. */
  static FileAttribute<?>[] file(Path path) {
    return made(path, "rw-------");
  }

  private static FileAttribute<?>[] made(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /**
   * Removes the work folders of processes that no longer run: a killed run cannot clean up.
   *
   * @return what could not be removed, which is no reason not to work
   */
  static synchronized List<String> sweep(Path parent) {
    var problems = new ArrayList<String>();
    if (!Files.isDirectory(parent)) {
      return problems;
    }
    try (Stream<Path> folders = Files.list(parent)) {
      for (Path folder : (Iterable<Path>) folders::iterator) {
        if (isAbandoned(String.valueOf(folder.getFileName()))) {
          remove(folder, problems);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      problems.add("what killed runs left in " + parent + " cannot be listed: " + Failures.text(e));
    }
    return problems;
  }

  private static void remove(Path folder, List<String> problems) {
    try {
      delete(folder);
    } catch (IOException e) {
      // Another run may have removed it meanwhile.
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        problems.add(
            "what a killed run left cannot be removed: %s; remove %s by hand"
                .formatted(Failures.text(e), folder));
      }
    }
  }

  private static boolean isAbandoned(String name) {
    if (name.startsWith(PREFIX)) {
      return !MADE.contains(name);
    }
    String[] parts = name.split("-", 3);
    return parts.length == 3
        && parts[0].equals("work")
        && parts[1].matches("[0-9]{1,18}")
        && ProcessHandle.of(Long.parseLong(parts[1])).isEmpty();
  }

  static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e)
              throws IOException {
            Files.deleteIfExists(dir);
            return FileVisitResult.CONTINUE;
          }
        });
    MADE.remove(String.valueOf(folder.getFileName()));
  }
}
