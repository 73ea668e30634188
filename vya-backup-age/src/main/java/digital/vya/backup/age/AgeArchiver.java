package digital.vya.backup.age;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import digital.vya.backup.api.Archiver;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.EncryptionKeys;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Encryption in the age format (age-encryption.org/v1), to X25519 keys or with a passphrase. The
 * standard program {@code age} reads what this writes, and this reads what that writes, armored or
 * not.
 *
 * <p>Promise A1 does not hold: equal input gives unequal archives, or it would show that they are
 * equal.
 */
public final class AgeArchiver implements Archiver<AgeConfig>, EncryptionKeys<AgeConfig> {

  @Override
  public String name() {
    return "age";
  }

  @Override
  public Class<AgeConfig> configType() {
    return AgeConfig.class;
  }

  @Override
  public String archiveName(AgeConfig config, String name) {
    return name + ".age";
  }

  @Override
  public OutputStream archive(AgeConfig config, String name, OutputStream sink, Host host)
      throws IOException {
    try {
      return AgeOutput.open(sink, writers(config));
    } catch (GeneralSecurityException e) {
      throw new BackupException(
          Reason.CONFIGURATION,
          "cannot encrypt to the recipients of age: %s; look at each of them"
              .formatted(e.getMessage()),
          e);
    }
  }

  @Override
  public InputStream extract(AgeConfig config, InputStream archive, Host host) throws IOException {
    var problems = new ArrayList<String>();
    List<String> identities = KeyFiles.identities(config, problems::add);
    return AgeInput.open(archive, new KeyRing(identities, config.passphrase(), problems));
  }

  @Override
  public boolean recognizes(byte[] head) {
    return Armor.isBinary(head) || Armor.isArmored(head);
  }

  @Override
  public Pair generate(Instant now) {
    return AgeKeys.generate(now);
  }

  @Override
  public List<String> publicKeys(Secret file) {
    try {
      return AgeKeys.identities(file.reveal(), "the file").stream()
          .map(AgeKeys::publicKey)
          .toList();
    } catch (IllegalArgumentException e) {
      throw new BackupException(Reason.CONFIGURATION, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public List<String> recipients(AgeConfig config) {
    return KeyFiles.recipients(config);
  }

  @Override
  public List<Secret> privateKeys(AgeConfig config, Consumer<String> unreadable) {
    return KeyFiles.identities(config, unreadable).stream().map(Secret::new).toList();
  }

  private static List<RecipientStanzaWriter> writers(AgeConfig config)
      throws GeneralSecurityException {
    if (config.passphrase() != null) {
      return List.of(new PassphraseWriter(config.passphrase(), config.workFactor()));
    }
    var writers = new ArrayList<RecipientStanzaWriter>();
    for (String recipient : KeyFiles.recipients(config)) {
      writers.add(X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient));
    }
    return writers;
  }
}
