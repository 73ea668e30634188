package digital.vya.backup.age;

import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.framework.crypto.CipherKey;
import com.exceptionfactory.jagged.framework.crypto.EncryptedFileKey;
import digital.vya.backup.api.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;

/** The lines of a header that say how a passphrase opens the archive. */
record PassphraseStanza(String salt, String workFactor, EncryptedFileKey key)
    implements RecipientStanza {

  static final String TYPE = "scrypt";
  static final int SALT_BYTES = 16;

  private static final byte[] LABEL =
      "age-encryption.org/v1/scrypt".getBytes(StandardCharsets.US_ASCII);
  private static final int KEY_BYTES = 32;

  @Override
  public String getType() {
    return TYPE;
  }

  @Override
  public List<String> getArguments() {
    return List.of(salt, workFactor);
  }

  @Override
  public byte[] getBody() {
    return key.getEncoded();
  }

  /** The key that a passphrase makes, for one archive. */
  static CipherKey key(Secret passphrase, byte[] salt, int workFactor)
      throws GeneralSecurityException {
    byte[] salted = new byte[LABEL.length + salt.length];
    System.arraycopy(LABEL, 0, salted, 0, LABEL.length);
    System.arraycopy(salt, 0, salted, LABEL.length, salt.length);
    byte[] words = passphrase.reveal().getBytes(StandardCharsets.UTF_8);
    return new CipherKey(Scrypt.derive(words, salted, workFactor, KEY_BYTES));
  }
}
