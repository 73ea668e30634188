package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The text of a configuration file. */
final class ConfigText {

  static final int LARGEST = 10 * 1024 * 1024;

  private ConfigText() {}

  /**
   * Reads a file, which must be UTF-8 and of a size that a configuration can have.
   *
   * @throws BackupException with {@code CONFIGURATION} if it cannot be read
   */
  static String read(Path file) {
    byte[] bytes = bytes(file);
    if (bytes.length > LARGEST) {
      throw new ConfigException(
          file.toString(), List.of("is larger than 10 MiB; is it a configuration?"));
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new ConfigException(file.toString(), List.of("is not UTF-8 text; save it as UTF-8"));
    }
  }

  private static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(LARGEST + 1);
    } catch (NoSuchFileException e) {
      throw BackupException.configuration(
          "there is no configuration " + file + "; create it or name another one");
    } catch (AccessDeniedException e) {
      throw BackupException.configuration(
          "the configuration %s cannot be read: permission denied; run as its owner or change its mode"
              .formatted(file));
    } catch (IOException e) {
      throw new BackupException(
          Reason.CONFIGURATION,
          "the configuration %s cannot be read: %s".formatted(file, Shown.text(e.toString())),
          e);
    }
  }
}
