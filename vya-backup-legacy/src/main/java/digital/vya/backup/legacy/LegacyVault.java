package digital.vya.backup.legacy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The old credential vault, {@code vault.json.enc}: a Fernet token over JSON, whose text values are
 * Fernet tokens again. Their key is the SHA-256 of the host's name: whoever has the file and knows
 * the name can read it.
 */
public final class LegacyVault {

  private LegacyVault() {}

  /**
   * Opens a vault.
   *
   * @param file the content of the file
   * @param hostname the name of the host it was made on, as the old program saw it
   * @return the secrets by their names, in the order of the file; those within an object or a list
   *     are called {@code mysql.password} or {@code hosts.0}
   * @throws LegacyException if it was made on a host of another name, or is damaged or no vault
   */
  public static Map<String, String> open(byte[] file, String hostname) {
    byte[] token =
        Fernet.token(new String(file, StandardCharsets.ISO_8859_1))
            .orElseThrow(
                () ->
                    new LegacyException(
                        "this is no vault: it does not hold a Fernet token; name vault.json.enc"));
    var fernet = new Fernet(key(hostname));
    String json =
        fernet
            .open(token)
            .orElseThrow(
                () ->
                    new LegacyException(
                        "the vault does not open: it was made on a host that is not called %s, or is"
                                .formatted(plain(hostname))
                            + " damaged; name that host with --hostname"));
    Map<String, String> secrets = new LinkedHashMap<>();
    List<String> broken = new ArrayList<>();
    collect(tree(json), "", fernet, secrets, broken);
    if (!broken.isEmpty()) {
      throw new LegacyException(
          "the vault opens, but these of its values do not; mend or remove them", broken);
    }
    return secrets;
  }

  private static byte[] key(String hostname) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(hostname.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode tree(String json) {
    try {
      JsonNode tree = new ObjectMapper().readTree(json);
      if (tree.isObject()) {
        return tree;
      }
    } catch (JsonProcessingException e) {
      // Neither its message nor itself as a cause: both quote what is in the vault.
    }
    throw new LegacyException(
        "the vault opens, but holds no JSON object; is it another program's?");
  }

  private static void collect(
      JsonNode node, String name, Fernet fernet, Map<String, String> secrets, List<String> broken) {
    if (node.isObject()) {
      node.properties()
          .forEach(e -> collect(e.getValue(), below(name, e.getKey()), fernet, secrets, broken));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(node.get(i), below(name, String.valueOf(i)), fernet, secrets, broken);
      }
    } else if (!node.isNull()) {
      Optional<byte[]> token = node.isTextual() ? Fernet.token(node.textValue()) : Optional.empty();
      Optional<String> value =
          token.isEmpty() ? Optional.of(node.asText()) : fernet.open(token.get());
      value.ifPresentOrElse(text -> secrets.put(name, text), () -> broken.add(plain(name)));
    }
  }

  private static String below(String name, String key) {
    return name.isEmpty() ? key : name + "." + key;
  }

  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
