package digital.vya.backup.age;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.codec.CanonicalBase64;
import com.exceptionfactory.jagged.framework.crypto.FileKeyEncryptorFactory;
import digital.vya.backup.api.Secret;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;

/** Lets a passphrase open an archive. */
record PassphraseWriter(Secret passphrase, int workFactor) implements RecipientStanzaWriter {

  private static final SecureRandom RANDOM = new SecureRandom();

  @Override
  public Iterable<RecipientStanza> getRecipientStanzas(FileKey key)
      throws GeneralSecurityException {
    byte[] salt = new byte[PassphraseStanza.SALT_BYTES];
    RANDOM.nextBytes(salt);
    var encrypted =
        new FileKeyEncryptorFactory()
            .newFileKeyEncryptor()
            .getEncryptedFileKey(key, PassphraseStanza.key(passphrase, salt, workFactor));
    String encoded = CanonicalBase64.getEncoder().encodeToString(salt);
    return List.of(new PassphraseStanza(encoded, Integer.toString(workFactor), encrypted));
  }
}
