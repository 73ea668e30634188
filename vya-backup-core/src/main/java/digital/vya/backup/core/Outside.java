package digital.vya.backup.core;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a configuration may point to outside of itself.
 *
 * @param variables the environment
 * @param reaching whether secret sources are asked; if not, their secrets stay unknown
 * @param here whether the configuration is for this machine; if not, variables and files stay
 *     unknown as well
 */
record Outside(Map<String, String> variables, boolean reaching, boolean here) {

  private static final int LARGEST_FILE = 64 * 1024;

  Outside(Map<String, String> variables, boolean reaching) {
    this(variables, reaching, true);
  }

  /** Another machine, of which nothing is known. */
  static Outside elsewhere() {
    return new Outside(Map.of(), false, false);
  }

  /** The environment of this process, and all that can be reached. */
  static Outside system() {
    return new Outside(System.getenv(), true);
  }

  Optional<String> variable(String name) throws Placeholders.Missing {
    if (!here) {
      return Optional.empty();
    }
    String value = variables.get(name);
    if (value == null) {
      throw new Placeholders.Missing(
          "the environment variable " + Shown.name(name) + " is not set");
    }
    return Optional.of(value);
  }

  /** What a file says, without the end of its last line; nothing if it is on another machine. */
  Optional<String> fileHere(String name) throws Placeholders.Missing {
    return here ? file(name) : Optional.empty();
  }

  /** What a file says, without the end of its last line. */
  static Optional<String> file(String name) throws Placeholders.Missing {
    try {
      Path file = Path.of(name);
      if (!file.isAbsolute()) {
        throw missing(name, "its path must be absolute");
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
        if (bytes.length > LARGEST_FILE) {
          throw missing(name, "it is larger than 64 KiB");
        }
        String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        return Optional.of(text.replaceFirst("\r?\n\\z", ""));
      }
    } catch (NoSuchFileException e) {
      throw missing(name, "there is no such file");
    } catch (CharacterCodingException e) {
      throw missing(name, "it is not UTF-8 text");
    } catch (InvalidPathException | IOException e) {
      throw missing(
          name,
          e instanceof java.nio.file.AccessDeniedException
              ? "permission denied; run as its owner or change its mode"
              : Shown.text(e.getClass().getSimpleName()));
    }
  }

  private static Placeholders.Missing missing(String name, String why) {
    return new Placeholders.Missing("the file " + Shown.text(name) + " cannot be used: " + why);
  }
}
