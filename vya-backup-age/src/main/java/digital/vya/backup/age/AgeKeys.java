package digital.vya.backup.age;

import com.exceptionfactory.jagged.bech32.Bech32;
import com.exceptionfactory.jagged.x25519.X25519KeyFactory;
import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import digital.vya.backup.api.EncryptionKeys.Pair;
import digital.vya.backup.api.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import javax.crypto.spec.SecretKeySpec;

/** X25519 keys as text. What is wrong with one is said without showing it. */
final class AgeKeys {

  private static final String RECIPIENT = "age";
  private static final String IDENTITY = "AGE-SECRET-KEY-";
  private static final int LENGTH = 32;

  private AgeKeys() {}

  /** Makes a pair, its private key in a file such as {@code age-keygen} writes. */
  static Pair generate(Instant now) {
    try {
      var keys = new X25519KeyPairGenerator().generateKeyPair();
      return new Pair(
          new Secret(
              "# created: %s\n# public key: %s\n%s\n"
                  .formatted(
                      now.truncatedTo(ChronoUnit.SECONDS), keys.getPublic(), keys.getPrivate())),
          keys.getPublic().toString());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no X25519", e);
    }
  }

  /** The public key of a private one. */
  static String publicKey(String identity) {
    try {
      var key = new SecretKeySpec(identity.getBytes(StandardCharsets.US_ASCII), "X25519");
      return new X25519KeyFactory().translateKey(key).toString();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no X25519", e);
    }
  }

  /**
   * The private keys in a text: one a line, among comments.
   *
   * @param where the setting or file, for the message
   * @throws IllegalArgumentException if there is none, or a line that is none
   */
  static List<String> identities(String text, String where) {
    List<String> identities = lines(text);
    if (identities.isEmpty()) {
      throw new IllegalArgumentException(where + " holds no age private key (AGE-SECRET-KEY-1…)");
    }
    for (String identity : identities) {
      if (!isKey(identity, IDENTITY)) {
        throw new IllegalArgumentException(where + complaint(identity));
      }
    }
    return identities;
  }

  private static String complaint(String line) {
    if (line.startsWith("age1")) {
      return " holds a public key (age1…) where the private one (AGE-SECRET-KEY-1…) belongs";
    }
    if (line.startsWith("age-encryption.org/") || line.startsWith(Armor.BEGIN)) {
      return " is itself encrypted; decrypt it first: age -d -o KEYFILE FILE";
    }
    return " holds a line that is no age private key (AGE-SECRET-KEY-1…), or one that is damaged";
  }

  /** Refuses what is no public key. */
  static void requireRecipient(String recipient, String where) {
    if (recipient.toUpperCase(Locale.ROOT).startsWith(IDENTITY)) {
      throw new IllegalArgumentException(
          where
              + " is a private key; put its public key there (vya-backupdb keys public FILE) and"
              + " take the private one out of the configuration");
    }
    if (!isKey(recipient, RECIPIENT)) {
      throw new IllegalArgumentException(where + " is no age public key (age1…)");
    }
  }

  /** The public keys in a text, one a line, among comments. */
  static List<String> recipients(String text, String where) {
    List<String> recipients = lines(text);
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException(where + " holds no age public key (age1…)");
    }
    recipients.forEach(recipient -> requireRecipient(recipient, "a line of " + where));
    return recipients;
  }

  private static List<String> lines(String text) {
    return text.lines().map(String::strip).filter(l -> !l.isEmpty() && !l.startsWith("#")).toList();
  }

  private static boolean isKey(String text, String prefix) {
    try {
      var address = Bech32.getDecoder().decode(text);
      return prefix.contentEquals(address.getHumanReadablePart())
          && address.getData().length == LENGTH;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
