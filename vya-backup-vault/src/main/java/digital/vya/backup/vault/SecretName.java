package digital.vya.backup.vault;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One value in a KV engine, written {@code path/to/secret#key}.
 *
 * @param path the path below the mount
 * @param key the key in what is there
 */
record SecretName(String path, String key) {

  private static final String USUAL_KEY = "value";
  private static final int LONGEST = 1024;

  /** The value that an id names; nothing if it can name none. */
  static Optional<SecretName> of(String id) {
    int hash = id.lastIndexOf('#');
    String path = hash < 0 ? id : id.substring(0, hash);
    String key = hash < 0 ? USUAL_KEY : id.substring(hash + 1);
    boolean can =
        id.length() <= LONGEST
            && !key.isEmpty()
            && id.codePoints().noneMatch(Character::isISOControl)
            && Arrays.stream(path.split("/", -1)).noneMatch(SecretName::leadsElsewhere);
    return can ? Optional.of(new SecretName(path, key)) : Optional.empty();
  }

  private static boolean leadsElsewhere(String part) {
    return part.isEmpty() || part.equals(".") || part.equals("..");
  }

  /** A path as an address has it: only its slashes part anything. */
  static String encoded(String path) {
    return Arrays.stream(path.split("/"))
        .filter(part -> !leadsElsewhere(part))
        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }
}
