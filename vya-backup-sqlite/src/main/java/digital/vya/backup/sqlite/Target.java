package digital.vya.backup.sqlite;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where a restored database goes.
 *
 * @param file the database's file, which need not exist
 * @param replace whether it may be replaced
 */
record Target(Path file, boolean replace) {

  /** The property of a dump that holds the file's mode, such as {@code rw-r-----}. */
  static final String MODE = "mode";

  static final String OWNER_ONLY = "rw-------";

  static String modeOf(Path database) throws IOException {
    var view = Files.getFileAttributeView(database, PosixFileAttributeView.class);
    return view == null
        ? OWNER_ONLY
        : PosixFilePermissions.toString(view.readAttributes().permissions());
  }

  /** Refuses a target that holds anything, unless it may be replaced. */
  void requireFree() throws IOException {
    if (Files.isDirectory(file)) {
      throw BackupException.configuration(file + " is a folder; choose another name");
    }
    if (!replace && Place.holdsAnything(file)) {
      throw BackupException.configuration(
          file + " exists; restore to another target, or replace it (--force)");
    }
    for (String suffix : Place.COMPANIONS) {
      Path left = Place.companion(file, suffix);
      if (!replace && !Files.exists(file) && Files.exists(left)) {
        throw BackupException.configuration(
            left
                + " is left of an earlier database and would be applied to the restored one; move"
                + " it away, or replace it (--force)");
      }
    }
  }

  /** Makes a whole and checked file the database. */
  void take(Path arrived, String mode) throws IOException {
    if (Files.exists(file) && takenInPlace(arrived)) {
      return;
    }
    setMode(arrived, mode);
    sync(arrived, StandardOpenOption.WRITE);
    // Before the new file is there: SQLite would apply them to it.
    for (String suffix : Place.COMPANIONS) {
      Files.deleteIfExists(Place.companion(file, suffix));
    }
    Files.move(arrived, file, StandardCopyOption.ATOMIC_MOVE);
    sync(Place.folder(file), StandardOpenOption.READ);
  }

  private boolean takenInPlace(Path arrived) {
    try {
      Sqlite.copyIn(arrived, file);
      return true;
    } catch (BackupException e) {
      if (e.reason() != Reason.DATA) {
        throw e;
      }
      // What is there is damaged beyond what SQLite can open.
      return false;
    }
  }

  private static void setMode(Path file, String mode) throws IOException {
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    try {
      view.setPermissions(PosixFilePermissions.fromString(mode));
    } catch (IllegalArgumentException e) {
      throw new BackupException(
          Reason.DATA,
          "the manifest gives the mode '" + mode + "', which is none; restore without manifest",
          e);
    }
  }

  private static void sync(Path path, StandardOpenOption how) throws IOException {
    try (var channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }
}
