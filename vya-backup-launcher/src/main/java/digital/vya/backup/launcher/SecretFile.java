package digital.vya.backup.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Secret;
import digital.vya.backup.core.SecretStore;
import digital.vya.backup.legacy.LegacyException;
import digital.vya.backup.legacy.LegacyVault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files with secrets that somebody brings along. What is wrong in one is told without quoting it.
 */
final class SecretFile {

  /** How the secrets are written. */
  enum Form {
    /** One object, id to value. */
    JSON {
      @Override
      Map<String, Secret> read(String name, String text, String hostName) {
        return SecretFile.json(name, text);
      }
    },
    /** Lines {@code NAME=value}. */
    ENV {
      @Override
      Map<String, Secret> read(String name, String text, String hostName) {
        return SecretFile.env(name, text);
      }
    },
    /** The vault of an older program, {@code vault.json.enc}. */
    VAULT {
      @Override
      Map<String, Secret> read(String name, String text, String hostName) {
        return SecretFile.vault(text, hostName);
      }
    };

    abstract Map<String, Secret> read(String name, String text, String hostName);
  }

  private static final int LARGEST = 4 << 20;
  private static final Pattern ASSIGNMENT =
      Pattern.compile("(?:export\\s+)?(?<id>[A-Za-z_][A-Za-z0-9_.-]*)\\s*=\\s*(?<value>.*?)\\s*");
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private SecretFile() {}

  /**
   * Reads one.
   *
   * @param form how it is written; where it is not said, its content tells
   * @param hostName the host that an old vault was made on
   */
  static Map<String, Secret> read(String name, String text, @Nullable Form form, String hostName) {
    Form written = form == null ? told(text.strip()) : form;
    Map<String, Secret> secrets = written.read(name, text, hostName);
    if (secrets.isEmpty()) {
      throw wrong(name, "holds no secret");
    }
    return secrets;
  }

  private static Form told(String text) {
    // What every Fernet token begins with.
    return text.startsWith("{") ? Form.JSON : text.startsWith("gAAAA") ? Form.VAULT : Form.ENV;
  }

  private static Map<String, Secret> vault(String text, String hostName) {
    try {
      var secrets = new TreeMap<String, Secret>();
      LegacyVault.open(text.strip().getBytes(StandardCharsets.ISO_8859_1), hostName)
          .forEach(
              (old, value) -> {
                // The old program took any name, and a vault cannot be edited by hand.
                String id = old.replaceAll("[^A-Za-z0-9._/@+-]", "-");
                if (!value.isEmpty() && secrets.put(id, new Secret(value)) != null) {
                  throw wrong("the vault", "has two names that both become " + id);
                }
              });
      return secrets;
    } catch (LegacyException e) {
      throw BackupException.configuration(String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, Secret> json(String name, String text) {
    try {
      JsonNode root = MAPPER.readTree(text);
      if (!root.isObject()) {
        throw wrong(name, "is not one JSON object of id and value");
      }
      var secrets = new TreeMap<String, Secret>();
      for (Map.Entry<String, JsonNode> entry : root.properties()) {
        if (!entry.getValue().isTextual()) {
          throw wrong(name, "has a value that is no text, at " + entry.getKey());
        }
        secrets.put(entry.getKey(), new Secret(entry.getValue().textValue()));
      }
      return secrets;
    } catch (JsonProcessingException e) {
      // Neither its message nor itself as a cause: both may quote the file.
      throw wrong(name, "is no JSON, or has an id twice");
    }
  }

  private static Map<String, Secret> env(String name, String text) {
    var secrets = new TreeMap<String, Secret>();
    int number = 0;
    for (String line : text.split("\r?\n", -1)) {
      number++;
      if (line.isBlank() || line.strip().startsWith("#")) {
        continue;
      }
      Matcher assignment = ASSIGNMENT.matcher(line.strip());
      if (!assignment.matches()) {
        throw wrong(name, "line " + number + " is not NAME=value");
      }
      String id = assignment.group("id");
      var value = new Secret(unquoted(name, number, assignment.group("value")));
      if (secrets.put(id, value) != null) {
        throw wrong(name, "line " + number + " names " + id + " a second time");
      }
    }
    return secrets;
  }

  /** In single quotes everything counts as it is, in double quotes a backslash protects. */
  private static String unquoted(String name, int line, String value) {
    if (value.isEmpty() || (value.charAt(0) != '"' && value.charAt(0) != '\'')) {
      return value;
    }
    char quote = value.charAt(0);
    if (value.length() < 2 || value.charAt(value.length() - 1) != quote) {
      throw wrong(name, "line " + line + " has a quote that is not closed");
    }
    String inner = value.substring(1, value.length() - 1);
    return quote == '\'' ? inner : inner.replaceAll("\\\\([\"\\\\$`])", "$1");
  }

  /** The text of a file, or of standard input for {@code -}. */
  static String text(String name, InputStream standardInput) {
    try (InputStream in = name.equals("-") ? standardInput : Files.newInputStream(Path.of(name))) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw wrong(name, "is larger than 4 MiB");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw wrong(name, "is not UTF-8 text");
    } catch (NoSuchFileException e) {
      throw BackupException.configuration("there is no file " + name + "; name the right one");
    } catch (AccessDeniedException e) {
      throw BackupException.configuration(
          name + " cannot be read: permission denied; run as its owner or change its mode");
    } catch (IOException e) {
      throw BackupException.environment(
          name + " cannot be read: " + e.getClass().getSimpleName() + "; look at it");
    }
  }

  /** The one value in a file, without the end of its last line. */
  static Secret value(Path file) {
    String text = text(file.toString(), InputStream.nullInputStream());
    if (text.getBytes(StandardCharsets.UTF_8).length > SecretStore.LONGEST_VALUE + 2) {
      throw wrong(file.toString(), "is larger than a secret can be (64 KiB)");
    }
    return new Secret(text.replaceFirst("\r?\n\\z", ""));
  }

  private static BackupException wrong(String name, String what) {
    return BackupException.configuration(
        "%s %s; nothing was changed".formatted(name.equals("-") ? "standard input" : name, what));
  }
}
