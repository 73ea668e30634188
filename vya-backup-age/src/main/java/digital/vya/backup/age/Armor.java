package digital.vya.backup.age;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How files of age begin. */
final class Armor {

  /** The first line of one that was made printable. */
  static final String BEGIN = "-----BEGIN AGE ENCRYPTED FILE-----";

  private static final byte[] ARMORED = BEGIN.getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BINARY = "age-encryption.org/".getBytes(StandardCharsets.US_ASCII);

  /** So many bytes tell. */
  static final int LENGTH = ARMORED.length;

  private Armor() {}

  static boolean isArmored(byte[] head) {
    return startsWith(head, ARMORED);
  }

  static boolean isBinary(byte[] head) {
    return startsWith(head, BINARY);
  }

  private static boolean startsWith(byte[] head, byte[] mark) {
    return head.length >= mark.length && Arrays.equals(Arrays.copyOf(head, mark.length), mark);
  }
}
