package digital.vya.backup.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import digital.vya.backup.api.BackupException;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;

/** What a key may be, and what it is called in the bucket. */
record ObjectKeys(String prefix) {

  private static final int KEY_BYTES = 1000;
  private static final int NAME_BYTES = 1024;

  /** With the prefix as configured, which may end with a slash or not. */
  static ObjectKeys below(String configured) {
    String folder =
        configured.endsWith("/") ? configured.substring(0, configured.length() - 1) : configured;
    if (folder.isEmpty()) {
      return new ObjectKeys("");
    }
    String problem = problem(folder);
    if (!problem.isEmpty()) {
      throw BackupException.configuration(
          "prefix: '" + shown(configured) + "' " + problem + "; write it like backups/shop");
    }
    return new ObjectKeys(folder + "/");
  }

  /** The object's name in the bucket. */
  String name(String key) {
    String problem = problem(key);
    if (!problem.isEmpty()) {
      throw BackupException.configuration(
          "key '" + shown(key) + "' " + problem + "; change the key template");
    }
    String name = prefix + key;
    if (name.getBytes(UTF_8).length > NAME_BYTES) {
      throw BackupException.configuration(
          "key '" + shown(name) + "' is longer than " + NAME_BYTES + " bytes; shorten prefix");
    }
    return name;
  }

  /** Whether a name in the bucket is one of ours. */
  boolean isOurs(String name) {
    return name.startsWith(prefix) && problem(name.substring(prefix.length())).isEmpty();
  }

  String key(String name) {
    return name.substring(prefix.length());
  }

  private static String problem(String key) {
    if (key.chars().anyMatch(Character::isISOControl)) {
      return "holds a control character";
    }
    try {
      if (UTF_8.newEncoder().encode(CharBuffer.wrap(key)).remaining() > KEY_BYTES) {
        return "is longer than " + KEY_BYTES + " bytes";
      }
    } catch (CharacterCodingException e) {
      return "cannot be written in UTF-8";
    }
    for (String segment : key.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return "has a segment that is empty, . or ..";
      }
    }
    return "";
  }

  private static String shown(String key) {
    String plain = key.replaceAll("\\p{Cntrl}", "?");
    return plain.length() > 100 ? plain.substring(0, 100) + "..." : plain;
  }
}
