package digital.vya.backup.legacy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opens Fernet tokens: version 0x80, time, IV, AES-128-CBC, and an HMAC-SHA256 over all of it,
 * written in url-safe base64. Nobody makes new ones.
 */
final class Fernet {

  private static final int VERSION = 0x80;
  private static final int IV_AT = 1 + 8;
  private static final int BLOCK = 16;
  private static final int MAC_LENGTH = 32;
  private static final int KEY_LENGTH = 32;

  private final byte[] key;

  /**
   * @param key 16 bytes that sign, and 16 that encrypt
   */
  Fernet(byte[] key) {
    if (key.length != KEY_LENGTH) {
      throw new IllegalArgumentException("a key has 32 bytes");
    }
    this.key = key.clone();
  }

  /** The bytes of what looks like a token. */
  static Optional<byte[]> token(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text.strip());
      int sealed = bytes.length - IV_AT - BLOCK - MAC_LENGTH;
      return sealed >= BLOCK && sealed % BLOCK == 0 && (bytes[0] & 0xff) == VERSION
          ? Optional.of(bytes)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What is in a token; empty if it was made with another key, or changed. */
  Optional<String> open(byte[] token) {
    int end = token.length - MAC_LENGTH;
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, 0, KEY_LENGTH / 2, "HmacSHA256"));
      mac.update(token, 0, end);
      if (!MessageDigest.isEqual(mac.doFinal(), Arrays.copyOfRange(token, end, token.length))) {
        return Optional.empty();
      }
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(key, KEY_LENGTH / 2, KEY_LENGTH / 2, "AES"),
          new IvParameterSpec(token, IV_AT, BLOCK));
      int from = IV_AT + BLOCK;
      return Optional.of(
          new String(cipher.doFinal(token, from, end - from), StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      // Its HMAC is right, so who made it made it wrong.
      return Optional.empty();
    }
  }
}
