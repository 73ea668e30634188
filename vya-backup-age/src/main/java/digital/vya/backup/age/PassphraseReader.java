package digital.vya.backup.age;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import com.exceptionfactory.jagged.framework.codec.CanonicalBase64;
import com.exceptionfactory.jagged.framework.crypto.EncryptedFileKey;
import com.exceptionfactory.jagged.framework.crypto.FileKeyDecryptorFactory;
import digital.vya.backup.api.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;

/** Opens an archive with a passphrase. */
record PassphraseReader(Secret passphrase) implements RecipientStanzaReader {

  private static final Pattern SALT = Pattern.compile("[A-Za-z0-9+/]{22}");
  private static final Pattern WORK_FACTOR = Pattern.compile("[1-9][0-9]?");
  private static final int MOST_WORK = 18;
  private static final int BODY_BYTES = 32;

  @Override
  public FileKey getFileKey(Iterable<RecipientStanza> stanzas) throws GeneralSecurityException {
    Iterator<RecipientStanza> all = stanzas.iterator();
    RecipientStanza stanza = all.next();
    if (!stanza.getType().equals(PassphraseStanza.TYPE)) {
      throw new UnsupportedRecipientStanzaException("no passphrase");
    }
    List<String> arguments = stanza.getArguments();
    byte[] body = stanza.getBody();
    if (all.hasNext()
        || arguments.size() != 2
        || !SALT.matcher(arguments.get(0)).matches()
        || !WORK_FACTOR.matcher(arguments.get(1)).matches()
        || body.length != BODY_BYTES) {
      throw new GeneralSecurityException("its lines for a passphrase are not as they must be");
    }
    // Whoever made the archive chose this, and may have meant to keep us busy.
    int workFactor = Integer.parseInt(arguments.get(1));
    if (workFactor > MOST_WORK) {
      throw new GeneralSecurityException(
          "its work factor is %d, and more than %d is refused; decrypt it with age -d"
              .formatted(workFactor, MOST_WORK));
    }
    byte[] salt =
        CanonicalBase64.getDecoder().decode(arguments.get(0).getBytes(StandardCharsets.US_ASCII));
    try {
      return new FileKeyDecryptorFactory()
          .newFileKeyDecryptor()
          .getFileKey(
              new EncryptedFileKey(body), PassphraseStanza.key(passphrase, salt, workFactor));
    } catch (AEADBadTagException e) {
      throw new UnsupportedRecipientStanzaException("another passphrase");
    }
  }
}
