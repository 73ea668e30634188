package digital.vya.backup.sqlite;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;

/**
 * Puts one database file in the place of another one by renaming, in steps of which each leaves
 * what {@link #recover} can tell apart.
 *
 * <p>What is at the target gets its further name before that is taken away, so there is no moment
 * without a target; where the file system has no hard links there is one, which {@link #recover}
 * ends. What SQLite keeps beside a database goes with it, and never meets the other one.
 */
record Exchange(Path scratch, Path target, Path kept) {

  /** One step of several. */
  interface Step {
    void run() throws IOException;
  }

  /** All steps, in their order. The last but one makes it count. */
  List<Step> steps() {
    return List.of(
        this::dress,
        this::keep,
        () -> carry(target, kept),
        () -> move(scratch, target),
        () -> carry(scratch, target));
  }

  void requireReady() throws IOException {
    if (!Files.isRegularFile(scratch, LinkOption.NOFOLLOW_LINKS)) {
      throw BackupException.configuration(
          "there is no database " + scratch + " to put in the place of " + target);
    }
    if (Files.exists(kept, LinkOption.NOFOLLOW_LINKS)) {
      throw BackupException.configuration(kept + " exists already; drop it or use another id");
    }
    requireReplaceable(target);
  }

  static void requireReplaceable(Path target) throws IOException {
    if (Files.isSymbolicLink(target)) {
      throw BackupException.configuration(
          target
              + " is a link to "
              + Files.readSymbolicLink(target)
              + ", which a rename would replace; set path to the folder of the file itself, or use"
              + " --mode fast");
    }
    if (Files.isDirectory(target)) {
      throw BackupException.configuration(target + " is a folder; choose another name");
    }
  }

  /** Takes back what was done so far. */
  void undo() throws IOException {
    if (!Files.exists(scratch) && Files.exists(target)) {
      carry(target, scratch);
      rename(target, scratch);
    }
    recover();
  }

  /** Brings what was cut off to one of its ends; returns whether it is the one it was to have. */
  boolean recover() throws IOException {
    if (!Files.exists(scratch)) {
      if (!Files.exists(target) && Files.exists(kept)) {
        rename(kept, target);
        carry(kept, target);
        return false;
      }
      carry(scratch, target);
      return Files.exists(target);
    }
    if (Files.exists(kept)) {
      release();
    }
    return false;
  }

  private void release() throws IOException {
    if (!Files.exists(target)) {
      rename(kept, target);
    } else if (Files.isSameFile(kept, target)) {
      Files.delete(kept);
    } else {
      throw BackupException.environment(
          target
              + " was made by another program while the former one was being replaced; look which"
              + " of them is wanted, and move "
              + kept
              + " there if it is that one");
    }
    carry(kept, target);
    sync(Place.folder(target));
  }

  /** A file with all that SQLite keeps beside it. */
  static void drop(Path file) throws IOException {
    for (String suffix : Place.COMPANIONS) {
      Files.deleteIfExists(Place.companion(file, suffix));
    }
    Files.deleteIfExists(file);
    sync(Place.folder(file));
  }

  /** Those who could use the target must be able to use what takes its place. */
  private void dress() throws IOException {
    var from = Files.getFileAttributeView(target, PosixFileAttributeView.class);
    if (from != null && Files.exists(target) && Beside.isScratch(Place.name(scratch))) {
      var to = Files.getFileAttributeView(scratch, PosixFileAttributeView.class);
      var old = from.readAttributes();
      var now = to.readAttributes();
      if (!now.owner().equals(old.owner()) || !now.group().equals(old.group())) {
        own(to, old);
      }
      to.setPermissions(old.permissions());
    }
    sync(scratch);
  }

  private void own(PosixFileAttributeView to, PosixFileAttributes old) throws IOException {
    try {
      to.setGroup(old.group());
      to.setOwner(old.owner());
    } catch (FileSystemException e) {
      throw new BackupException(
          Reason.ENVIRONMENT,
          "what is to replace "
              + target
              + " cannot be given to its owner "
              + old.owner().getName()
              + ":"
              + old.group().getName()
              + "; restore as that user or as root",
          e);
    }
  }

  private void keep() throws IOException {
    if (!Files.exists(target)) {
      return;
    }
    try {
      Files.createLink(kept, target);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      // Not every file system has hard links, and not everybody may make them.
      rename(target, kept);
    }
    sync(Place.folder(kept));
  }

  private static void move(Path from, Path to) throws IOException {
    rename(from, to);
    sync(Place.folder(to));
  }

  private static void carry(Path from, Path to) throws IOException {
    for (String suffix : Place.COMPANIONS) {
      Path left = Place.companion(from, suffix);
      // An index of a -wal is made anew, and what is empty says nothing.
      if (suffix.equals("-shm") || !Place.holdsAnything(left)) {
        Files.deleteIfExists(left);
      } else {
        rename(left, Place.companion(to, suffix));
      }
    }
    sync(Place.folder(to));
  }

  private static void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      throw new BackupException(
          Reason.ENVIRONMENT, from + " and " + to + " are not on one file system", e);
    }
  }

  /** Whatever interrupts: half of a swap would have to be taken back. */
  private static void sync(Path path) throws IOException {
    boolean interrupted = Thread.interrupted();
    boolean done = false;
    while (!done) {
      try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
        channel.force(true);
        done = true;
      } catch (ClosedByInterruptException e) {
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
