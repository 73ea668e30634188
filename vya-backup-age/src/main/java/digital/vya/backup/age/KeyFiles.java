package digital.vya.backup.age;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The keys that settings hold themselves or name the files of. */
final class KeyFiles {

  private static final int LARGEST = 64 * 1024;

  /** More of them would make a header that the library cannot hold. */
  private static final int MOST_RECIPIENTS = 100;

  private KeyFiles() {}

  /**
   * The private keys at hand.
   *
   * @param problems is told why a file gives none: a server that only writes need not have it
   */
  static List<String> identities(AgeConfig config, Consumer<String> problems) {
    var identities = new ArrayList<String>();
    for (Secret text : config.identities()) {
      identities.addAll(AgeKeys.identities(text.reveal(), "identities"));
    }
    if (config.identityFile() != null) {
      String where = "identity_file " + config.identityFile();
      try {
        identities.addAll(AgeKeys.identities(text(config.identityFile()), where));
      } catch (IllegalArgumentException e) {
        problems.accept(String.valueOf(e.getMessage()));
      } catch (IOException e) {
        problems.accept(where + " " + why(e));
      }
    }
    return identities.stream().distinct().toList();
  }

  /**
   * The public keys to encrypt to; empty if a passphrase does it.
   *
   * @throws BackupException if settings name none that can be read
   */
  static List<String> recipients(AgeConfig config) {
    var recipients = new ArrayList<>(config.recipients());
    if (config.recipientsFile() != null) {
      recipients.addAll(recipientsIn(config.recipientsFile()));
    }
    if (recipients.isEmpty() && config.passphrase() == null) {
      var problems = new ArrayList<String>();
      identities(config, problems::add).stream().map(AgeKeys::publicKey).forEach(recipients::add);
      if (recipients.isEmpty()) {
        throw BackupException.configuration(
            "age has nobody to encrypt to: %s; set recipients to public keys (age1…)"
                .formatted(String.join("; ", problems)));
      }
    }
    List<String> different = recipients.stream().distinct().toList();
    if (different.size() > MOST_RECIPIENTS) {
      throw BackupException.configuration(
          "age has %d recipients and takes at most %d; share a key among some"
              .formatted(different.size(), MOST_RECIPIENTS));
    }
    return different;
  }

  private static List<String> recipientsIn(Path file) {
    String where = "recipients_file " + file;
    try {
      return AgeKeys.recipients(text(file), where);
    } catch (IllegalArgumentException e) {
      throw new BackupException(Reason.CONFIGURATION, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new BackupException(Reason.CONFIGURATION, where + " " + why(e), e);
    }
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new IOException("it is larger than 64 KiB");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static String why(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "is not there";
    }
    return "cannot be read: "
        + (e instanceof AccessDeniedException ? "permission denied" : e.getMessage());
  }
}
