package digital.vya.backup.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;

/** The names of databases that are not what they will be, or no longer what they were. */
final class Beside {

  /** What is added to the name of a scratch database while it is written. */
  private static final String ARRIVING = "-arrived";

  /** What a file system takes, less what is added here and what SQLite adds. */
  private static final int LONGEST = 255 - "._vya_new_12345678".length() - "-journal".length();

  private static final Pattern FORM =
      Pattern.compile("\\..+_vya_(new|old)_[0-9a-f]{8}", Pattern.DOTALL);

  private Beside() {}

  /** Hidden, so that no folder's listing takes it for a database. */
  static String name(String target, String role, String id) {
    String name = "." + shortened(target) + "_vya_" + role + "_" + id;
    require(name);
    return name;
  }

  static boolean is(String name) {
    return FORM.matcher(name).matches();
  }

  static boolean isScratch(String name) {
    return is(name) && name.regionMatches(name.length() - 17, "_vya_new_", 0, 9);
  }

  /** A new file to write a database to, which only its owner can read. */
  static Path arriving(Path database) throws IOException {
    if (!is(Place.name(database))) {
      return Files.createTempFile(Place.folder(database), ".vya-", ".restoring");
    }
    // Of a restore that is killed nothing is left that a drop would not find.
    Path arriving = Place.companion(database, ARRIVING);
    Files.deleteIfExists(arriving);
    boolean posix = arriving.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? Files.createFile(
            arriving,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
        : Files.createFile(arriving);
  }

  /** Removes a scratch or kept database with all that belongs to it. */
  static void drop(Path database) throws IOException {
    Files.deleteIfExists(Place.companion(database, ARRIVING));
    Exchange.drop(database);
  }

  static void require(String name) {
    if (!is(name)) {
      throw BackupException.configuration(
          "'"
              + name.replace('\0', '?')
              + "' is not the name of a scratch database; name one like"
              + " .NAME_vya_new_1a2b3c4d");
    }
  }

  private static String shortened(String target) {
    String name = target;
    while (name.getBytes(UTF_8).length > LONGEST) {
      name = name.substring(0, name.offsetByCodePoints(name.length(), -1));
    }
    return name;
  }
}
