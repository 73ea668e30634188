package digital.vya.backup.files;

import digital.vya.backup.api.BackupException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The names of folders that are not what they will be, or no longer what they were. */
final class Beside {

  private static final int LONGEST = 255 - "._vya_new_12345678".length();
  private static final Pattern FORM =
      Pattern.compile("\\..+_vya_(new|old)_[0-9a-f]{8}", Pattern.DOTALL);

  private Beside() {}

  /** A hidden folder beside the target, which is on the same file system then. */
  static String path(Path target, String role, String id) {
    String raw = RawNames.nameOf(target);
    String name = raw;
    while (name.length() > LONGEST || RawNames.utf8(name).isEmpty()) {
      name = name.substring(0, name.length() - 1);
    }
    String hidden = "." + (name.isEmpty() ? "root" : name) + "_vya_" + role + "_" + id;
    Path folder = target.getParent() == null ? Path.of("/") : target.getParent();
    String path = RawNames.text(RawNames.bytesOf(RawNames.child(folder, hidden)));
    return require(path);
  }

  /** Whether a folder's raw name is one of these. */
  static boolean isName(String raw) {
    return raw.startsWith(".") && FORM.matcher(raw).matches();
  }

  static boolean is(String path) {
    return path.startsWith("/") && isName(path.substring(path.lastIndexOf('/') + 1));
  }

  static boolean isScratch(Path path) {
    String name = RawNames.nameOf(path);
    return isName(name) && name.regionMatches(name.length() - 17, "_vya_new_", 0, 9);
  }

  static String require(String path) {
    if (!is(path) || !folder(path).equals(folder(path).normalize())) {
      throw BackupException.configuration(
          "'"
              + path.replace('\0', '?')
              + "' is not the path of a scratch folder; name one like /srv/.NAME_vya_new_1a2b3c4d");
    }
    return path;
  }

  static Path folder(String path) {
    if (path.indexOf('\0') >= 0) {
      throw BackupException.configuration("a path must not hold a null");
    }
    return RawNames.path(RawNames.raw(path));
  }
}
