package digital.vya.backup.age;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import digital.vya.backup.api.Secret;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that may open an archive here, tried one after the other. */
final class KeyRing implements RecipientStanzaReader {

  private static final String KEY = "X25519";

  private final List<String> identities;
  private final @Nullable Secret passphrase;
  private final List<String> problems;

  /**
   * A key ring.
   *
   * @param problems why it holds less than the settings name, one line each
   */
  KeyRing(List<String> identities, @Nullable Secret passphrase, List<String> problems) {
    this.identities = List.copyOf(identities);
    this.passphrase = passphrase;
    this.problems = List.copyOf(problems);
  }

  @Override
  public FileKey getFileKey(Iterable<RecipientStanza> stanzas) throws GeneralSecurityException {
    for (RecipientStanzaReader key : keys()) {
      try {
        return key.getFileKey(stanzas);
      } catch (UnsupportedRecipientStanzaException e) {
        // The next one may fit.
      }
    }
    throw new NoneFitsException(message(stanzas));
  }

  private List<RecipientStanzaReader> keys() throws GeneralSecurityException {
    var keys = new ArrayList<RecipientStanzaReader>();
    if (passphrase != null) {
      keys.add(new PassphraseReader(passphrase));
    }
    for (String identity : identities) {
      keys.add(X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(identity));
    }
    return keys;
  }

  private String message(Iterable<RecipientStanza> stanzas) {
    int keys = 0;
    int ssh = 0;
    boolean words = false;
    for (RecipientStanza stanza : stanzas) {
      keys += stanza.getType().equals(KEY) ? 1 : 0;
      ssh += stanza.getType().startsWith("ssh-") ? 1 : 0;
      words |= stanza.getType().equals(PassphraseStanza.TYPE);
    }
    String because = problems.isEmpty() ? "" : " (" + String.join("; ", problems) + ")";
    if (words) {
      return (passphrase == null
              ? "it is encrypted with a passphrase and none is at hand"
              : "it is encrypted with another passphrase than the one at hand")
          + because
          + "; set passphrase of the archiver age to the one it was written with";
    }
    if (keys == 0) {
      return "it is encrypted to "
          + (ssh > 0 ? "SSH keys" : "kinds of keys")
          + " that are not known here; decrypt it with: age -d -i KEYFILE";
    }
    String key = keys == 1 ? "an age key (X25519)" : "one of " + keys + " age keys (X25519)";
    if (identities.isEmpty() && problems.isEmpty()) {
      return "it is encrypted to "
          + key
          + " and no private key is at hand, as it should be where backups are only written; to"
          + " read them set identity_file of the archiver age";
    }
    return "it is encrypted to "
        + key
        + (identities.isEmpty()
            ? " and no private key is at hand"
            : " and none of the private keys at hand (" + identities.size() + ") opens it")
        + because
        + "; set identity_file of the archiver age to the file that holds the right one"
        + (identities.isEmpty() ? "" : "; verify tells whether what is stored is whole");
  }

  /** None of the keys opens the archive. */
  static final class NoneFitsException extends GeneralSecurityException {
    private static final long serialVersionUID = 1;

    NoneFitsException(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
