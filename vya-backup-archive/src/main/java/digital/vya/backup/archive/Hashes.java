package digital.vya.backup.archive;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash every Java has. */
final class Hashes {

  private Hashes() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
