package digital.vya.backup.postgres;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** Names of databases that stand beside another one for a while. */
final class Beside {

  static final String NEW = "new";
  static final String OLD = "old";

  private static final int LONGEST_NAME = 63;
  private static final Pattern FORM =
      Pattern.compile(".+_vya_(?:" + NEW + "|" + OLD + ")_[0-9a-f]{8}", Pattern.DOTALL);

  private Beside() {}

  /** A name that tells what it is about and fits PostgreSQL's limit. */
  static String name(String target, String role, String id) {
    String suffix = "_vya_" + role + "_" + id;
    if (fits(target + suffix)) {
      return target + suffix;
    }
    // Two names that differ only in what is cut off must not meet.
    var crc = new CRC32();
    crc.update(target.getBytes(StandardCharsets.UTF_8));
    String told = "~" + HexFormat.of().toHexDigits((int) crc.getValue()) + suffix;
    var name = new StringBuilder(target);
    while (!fits(name + told)) {
      name.setLength(name.offsetByCodePoints(name.length(), -1));
    }
    return name + told;
  }

  private static boolean fits(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME;
  }

  static boolean is(String name) {
    return FORM.matcher(name).matches();
  }

  static String newId() {
    byte[] random = new byte[4];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
