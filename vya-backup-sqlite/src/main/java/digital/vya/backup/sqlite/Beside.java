package digital.vya.backup.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import digital.vya.backup.api.BackupException;
import java.util.regex.Pattern;

/** The names of databases that are not what they will be, or no longer what they were. */
final class Beside {

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
