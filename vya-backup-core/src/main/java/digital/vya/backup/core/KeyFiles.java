package digital.vya.backup.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** Keys that lie in files. */
final class KeyFiles {

  static final Path MACHINE_ID = Path.of("/etc/machine-id");

  private static final int KEY_BYTES = 32;
  private static final int LARGEST = 1024;

  private KeyFiles() {}

  /** Makes a new key; an existing file is never touched. */
  static void make(Path file) {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    try {
      PrivateFile.create(file, (Base64.getEncoder().encodeToString(key) + "\n").getBytes(UTF_8));
    } catch (FileAlreadyExistsException e) {
      throw BackupException.configuration(
          file + " is there already and is left as it is; name another file for the new key");
    } catch (IOException e) {
      throw new BackupException(
          Reason.ENVIRONMENT,
          "the key file %s cannot be made: %s; name one in a folder that can be written"
              .formatted(file, Shown.text(e.toString())),
          e);
    }
  }

  /** The key in a file: 32 bytes, as they are or in base64. */
  static byte[] read(Path file) {
    byte[] bytes = PrivateFile.read(file, "key file", LARGEST);
    if (bytes.length == KEY_BYTES) {
      return bytes;
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(new String(bytes, UTF_8).strip());
      if (decoded.length == KEY_BYTES) {
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      // What it decodes to is no key, as is what cannot be decoded.
    }
    throw BackupException.configuration(
        "%s is no key file: it must hold 32 bytes, as they are or in base64; name the right one, or make one with secrets new-key"
            .formatted(file));
  }

  /** What a machine calls itself, as systemd and D-Bus keep it. */
  static byte[] machine(Path machineId) {
    String id;
    try {
      id = java.nio.file.Files.readString(machineId).strip();
    } catch (IOException e) {
      id = "";
    }
    if (!id.matches("[0-9a-f]{32}")) {
      throw BackupException.configuration(
          "this machine has no identity in %s to seal secrets with; take a key file (secrets new-key) or a passphrase"
              .formatted(machineId));
    }
    return id.getBytes(UTF_8);
  }
}
