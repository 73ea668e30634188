package digital.vya.backup.files;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts one folder in the place of another one on the same file system, by two renames: the JDK has
 * no call that exchanges two folders. Whoever looks between them finds no target; {@link #recover}
 * ends that moment if nothing else did.
 */
record FolderSwap(Path scratch, Path target, Path kept) {

  private static final int PERMISSIONS = 07777;

  /** One step of several. */
  interface Step {
    void run() throws IOException;
  }

  /** All steps, in their order. The last one makes it count. */
  List<Step> steps() {
    return List.of(this::dress, this::keep, () -> rename(scratch, target));
  }

  void swap() throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before " + target + " was replaced");
    }
    if (!isFolder(scratch)) {
      throw BackupException.configuration(
          "there is no folder " + scratch + " to put in the place of " + target);
    }
    if (exists(kept)) {
      throw BackupException.configuration(kept + " exists already; drop it or use another id");
    }
    requireReplaceable(target);
    if (Beside.isScratch(scratch)) {
      Files.deleteIfExists(scratch.resolve(PlaceSwap.FOLDERS));
      Durable.tree(scratch);
    }
    try {
      for (Step step : steps()) {
        step.run();
      }
    } catch (IOException e) {
      undo();
      throw e;
    }
    settle();
  }

  /** From here on a power cut changes nothing. */
  private void settle() throws IOException {
    Path parent = target.getParent();
    if (parent != null) {
      Durable.folder(parent);
    }
  }

  /** Takes back what was done so far. */
  void undo() throws IOException {
    if (!exists(scratch) && exists(target)) {
      rename(target, scratch);
    }
    recover();
  }

  /** Brings what was cut off to one of its ends; returns whether it is the one it was to have. */
  boolean recover() throws IOException {
    boolean isThere = exists(target);
    if (!exists(kept)) {
      return isThere && !exists(scratch);
    }
    if (isThere && exists(scratch)) {
      throw BackupException.environment(
          target
              + " was made by another program while the former one was being replaced; look which"
              + " of them is wanted, and move "
              + kept
              + " there if it is that one");
    }
    if (!isThere) {
      rename(kept, target);
      settle();
    }
    return isThere;
  }

  /** Refuses what no rename can replace. */
  static void requireReplaceable(Path target) throws IOException {
    if (Files.isSymbolicLink(target)) {
      throw BackupException.configuration(
          target
              + " is a link to "
              + Files.readSymbolicLink(target)
              + ", which a rename would replace; name that folder itself, or use --mode fast");
    }
    if (exists(target) && !isFolder(target)) {
      throw BackupException.configuration(target + " is not a folder; name a folder as target");
    }
    Path parent = target.getParent();
    if (parent == null || (exists(target) && !disk(target).equals(disk(parent)))) {
      throw BackupException.configuration(
          target
              + " is a mounted file system, which no rename can replace; name a folder in it, or"
              + " use --mode fast");
    }
  }

  /** Removes a folder with all it holds, without following a link. */
  static void drop(Path folder) throws IOException, InterruptedException {
    if (!exists(folder)) {
      return;
    }
    Quiet.change(folder, () -> Files.walkFileTree(folder, new Removing()));
    Durable.folder(folder.getParent());
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while " + folder + " was removed");
    }
  }

  /** What takes a folder's place is for the same people; until then it is for nobody else. */
  private void dress() throws IOException {
    if (!Beside.isScratch(scratch)) {
      return;
    }
    if (!exists(target)) {
      Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
      return;
    }
    try {
      for (String owner : List.of("gid", "uid")) {
        Object whose = Files.getAttribute(target, "unix:" + owner);
        if (!whose.equals(Files.getAttribute(scratch, "unix:" + owner))) {
          Files.setAttribute(scratch, "unix:" + owner, whose);
        }
      }
      int mode = (int) Files.getAttribute(target, "unix:mode") & PERMISSIONS;
      Files.setAttribute(scratch, "unix:mode", mode);
    } catch (FileSystemException e) {
      throw new BackupException(
          Reason.ENVIRONMENT,
          "what is to replace "
              + target
              + " cannot be given to its owner; restore as that user or as root",
          e);
    }
  }

  private void keep() throws IOException {
    if (exists(target)) {
      rename(target, kept);
    }
  }

  private static Object disk(Path path) throws IOException {
    return Files.getAttribute(path, "unix:dev", LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    // Whatever interrupts: half of a swap would have to be taken back.
    Durable.folder(to.getParent());
  }

  private static final class Removing extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes facts) {
      // A folder's owner may lack the right to change it, and can give it to himself.
      folder.toFile().setWritable(true);
      return going();
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes facts) throws IOException {
      Files.delete(file);
      return going();
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      if (e != null) {
        throw e;
      }
      Files.delete(folder);
      return going();
    }

    private static FileVisitResult going() {
      return Thread.currentThread().isInterrupted()
          ? FileVisitResult.TERMINATE
          : FileVisitResult.CONTINUE;
    }
  }
}
