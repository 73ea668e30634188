package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The names of scratch and kept databases: they tell what they are, and of which database. */
final class BesideName {

  private static final int LONGEST_NAME = 64;
  private static final String MARK = "_vya_";
  private static final Pattern FORM =
      Pattern.compile(".*" + MARK + "(?:new|old)_[0-9a-f]{8}", Pattern.DOTALL);

  private BesideName() {}

  /** A name that fits the servers' limit. */
  static String of(String target, String role, String id) {
    String name = shortened(target) + MARK + role + "_" + id;
    if (!is(name)) {
      throw BackupException.configuration(
          "the role of a database beside another is new or old, and its id 8 hexadecimal digits,"
              + " not "
              + role
              + " and "
              + id);
    }
    return name;
  }

  static boolean is(String name) {
    return FORM.matcher(name).matches();
  }

  /** All that there can be for a target, as a pattern of a grant. */
  static String pattern(String target) {
    return DatabasePattern.escaped(shortened(target) + MARK) + "%";
  }

  /** Long names that begin alike still give names that differ. */
  private static String shortened(String target) {
    int room = LONGEST_NAME - MARK.length() - "new_12345678".length();
    if (target.codePointCount(0, target.length()) <= room) {
      return target;
    }
    String hash = "_" + hash(target);
    return target.substring(0, target.offsetByCodePoints(0, room - hash.length())) + hash;
  }

  private static String hash(String target) {
    try {
      byte[] whole =
          MessageDigest.getInstance("SHA-256").digest(target.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(whole, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static String randomId() {
    byte[] random = new byte[4];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
