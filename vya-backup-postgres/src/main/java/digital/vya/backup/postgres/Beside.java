package digital.vya.backup.postgres;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

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
    var name = new StringBuilder(target);
    while ((name + suffix).getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      name.setLength(name.offsetByCodePoints(name.length(), -1));
    }
    return name + suffix;
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
