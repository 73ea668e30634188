package digital.vya.backup.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.BackupException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The first line of a store, one JSON object: it tells everybody how the rest is sealed, and is
 * itself authenticated by the seal.
 *
 * @param iterations of the derivation from a passphrase; 0 for other keys
 * @param salt in base64, as the further ones
 * @param check derived from the key, so that a wrong key is told from a damaged file
 */
record StoreHeader(StoreKey.Kind kind, int iterations, String salt, String check, String nonce) {

  static final int FORMAT = 1;
  static final int ITERATIONS = 600_000;
  static final int SALT_BYTES = 32;
  static final int CHECK_BYTES = 16;
  static final int NONCE_BYTES = 12;

  private static final int MOST_ITERATIONS = 10_000_000;
  private static final int LONGEST = 1024;
  private static final String PBKDF2 = "pbkdf2-hmac-sha256";
  private static final String HKDF = "hkdf-sha256";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** The line without its end. */
  byte[] line() {
    ObjectNode line = JSON.createObjectNode();
    line.put("vya_secrets", FORMAT).put("key", kind.id());
    line.put("kdf", kind == StoreKey.Kind.PASSPHRASE ? PBKDF2 : HKDF);
    line.put("iterations", iterations).put("salt", salt);
    line.put("check", check).put("nonce", nonce);
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** How many bytes of a store are its first line, without its end. */
  static int length(Path file, byte[] store) {
    for (int i = 0; i < Math.min(store.length, LONGEST); i++) {
      if (store[i] == '\n') {
        return i;
      }
    }
    throw damaged(file);
  }

  /**
   * Reads the first line of an untrusted file.
   *
   * @throws BackupException with {@code DATA} if it is none, with {@code CONFIGURATION} if it is of
   *     a newer format
   */
  static StoreHeader read(Path file, byte[] store) {
    JsonNode line = parse(file, Arrays.copyOf(store, length(file, store)));
    int format = whole(line.path("vya_secrets"));
    if (format > FORMAT) {
      throw BackupException.configuration(
          "the secret store %s has the format %d, which is newer than this program knows (%d);"
                  .formatted(file, format, FORMAT)
              + " install a newer one");
    }
    StoreKey.Kind kind =
        Arrays.stream(StoreKey.Kind.values())
            .filter(known -> known.id().equals(line.path("key").asText()))
            .findFirst()
            .orElseThrow(() -> damaged(file));
    boolean words = kind == StoreKey.Kind.PASSPHRASE;
    int iterations = whole(line.path("iterations"));
    boolean sound =
        format == FORMAT
            && line.path("kdf").asText().equals(words ? PBKDF2 : HKDF)
            && (words ? iterations >= ITERATIONS && iterations <= MOST_ITERATIONS : iterations == 0)
            && isBase64(line.path("salt"), SALT_BYTES)
            && isBase64(line.path("check"), CHECK_BYTES)
            && isBase64(line.path("nonce"), NONCE_BYTES);
    if (!sound) {
      throw damaged(file);
    }
    return new StoreHeader(
        kind,
        iterations,
        line.path("salt").asText(),
        line.path("check").asText(),
        line.path("nonce").asText());
  }

  private static JsonNode parse(Path file, byte[] line) {
    try {
      return Optional.ofNullable(JSON.readTree(new String(line, StandardCharsets.UTF_8)))
          .filter(JsonNode::isObject)
          .orElseThrow(() -> damaged(file));
    } catch (JsonProcessingException e) {
      throw damaged(file);
    }
  }

  private static int whole(JsonNode number) {
    return number.isInt() ? number.intValue() : -1;
  }

  private static boolean isBase64(JsonNode text, int bytes) {
    try {
      return text.isTextual() && Base64.getDecoder().decode(text.textValue()).length == bytes;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  static BackupException damaged(Path file) {
    return BackupException.data(
        file
            + " is no secret store, or it is damaged or was altered; bring back a copy of it, or move it"
            + " away and add the secrets anew");
  }
}
