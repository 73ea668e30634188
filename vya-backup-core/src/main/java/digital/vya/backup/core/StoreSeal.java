package digital.vya.backup.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals with AES-256-GCM. From the key, whatever its kind, come by HKDF one key for the cipher and
 * one value that tells whether it is the right key. Safe for many threads.
 */
final class StoreSeal {

  private static final int TAG_BITS = 128;
  private static final int KEY_BITS = 256;
  private static final int SHORTEST_PASSPHRASE = 12;

  private final Path machineId;

  /** A derivation from a passphrase takes long on purpose; a run looks many secrets up. */
  private final AtomicReference<@Nullable Derived> last = new AtomicReference<>();

  StoreSeal(Path machineId) {
    this.machineId = machineId;
  }

  private record Derived(Secret passphrase, String salt, int iterations, Secret master) {}

  /** Seals with a new salt: for a new store or another key. */
  byte[] sealAnew(StoreKey key, byte[] plain) {
    if (key instanceof StoreKey.Passphrase words
        && words.passphrase().reveal().codePointCount(0, words.passphrase().reveal().length())
            < SHORTEST_PASSPHRASE) {
      throw BackupException.configuration(
          "the passphrase is too short to seal with; take at least %d characters"
              .formatted(SHORTEST_PASSPHRASE));
    }
    int iterations = key.kind() == StoreKey.Kind.PASSPHRASE ? StoreHeader.ITERATIONS : 0;
    return seal(
        key,
        new StoreHeader(key.kind(), iterations, random(StoreHeader.SALT_BYTES), "", ""),
        plain);
  }

  /** Seals as before, but for the nonce. */
  byte[] seal(StoreKey key, StoreHeader before, byte[] plain) {
    byte[] extracted = extracted(key, before);
    var header =
        new StoreHeader(
            before.kind(),
            before.iterations(),
            before.salt(),
            check(extracted),
            random(StoreHeader.NONCE_BYTES));
    try {
      byte[] line = header.line();
      var sealed = new ByteArrayOutputStream(line.length + plain.length + 64);
      sealed.writeBytes(line);
      sealed.write('\n');
      sealed.writeBytes(cipher(Cipher.ENCRYPT_MODE, extracted, header, line).doFinal(plain));
      return sealed.toByteArray();
    } catch (GeneralSecurityException e) {
      throw missingFromJava(e);
    }
  }

  /**
   * What is sealed in a store.
   *
   * @throws BackupException with {@code CONFIGURATION} for a key that is not the one, with {@code
   *     DATA} for a file that is not as it was written
   */
  byte[] unseal(Path file, StoreKey key, byte[] store) {
    StoreHeader header = StoreHeader.read(file, store);
    byte[] extracted = extracted(key, header);
    if (!MessageDigest.isEqual(check(extracted).getBytes(UTF_8), header.check().getBytes(UTF_8))) {
      throw BackupException.configuration(wrongKey(file, key));
    }
    int length = StoreHeader.length(file, store);
    // Java answers what is shorter than a tag with a defect of its own.
    if (store.length - length - 1 < TAG_BITS / 8) {
      throw StoreHeader.damaged(file);
    }
    try {
      return cipher(Cipher.DECRYPT_MODE, extracted, header, Arrays.copyOf(store, length))
          .doFinal(store, length + 1, store.length - length - 1);
    } catch (AEADBadTagException e) {
      throw StoreHeader.damaged(file);
    } catch (GeneralSecurityException e) {
      throw missingFromJava(e);
    }
  }

  private static Cipher cipher(int mode, byte[] extracted, StoreHeader header, byte[] line)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode,
        new SecretKeySpec(hmac(extracted, "vya-secrets cipher\1".getBytes(UTF_8)), "AES"),
        new GCMParameterSpec(TAG_BITS, Base64.getDecoder().decode(header.nonce())));
    cipher.updateAAD(line);
    return cipher;
  }

  private static String check(byte[] extracted) {
    byte[] whole = hmac(extracted, "vya-secrets check\1".getBytes(UTF_8));
    return Base64.getEncoder().encodeToString(Arrays.copyOf(whole, StoreHeader.CHECK_BYTES));
  }

  private byte[] extracted(StoreKey key, StoreHeader header) {
    byte[] master =
        switch (key.kind()) {
          case KEY_FILE -> KeyFiles.read(((StoreKey.KeyFile) key).file());
          case MACHINE -> KeyFiles.machine(machineId);
          case PASSPHRASE -> derived(((StoreKey.Passphrase) key).passphrase(), header);
        };
    return hmac(Base64.getDecoder().decode(header.salt()), master);
  }

  private byte[] derived(Secret passphrase, StoreHeader header) {
    Derived known = last.get();
    if (known == null
        || !known.passphrase().equals(passphrase)
        || !known.salt().equals(header.salt())
        || known.iterations() != header.iterations()) {
      String master = Base64.getEncoder().encodeToString(pbkdf2(passphrase, header));
      known = new Derived(passphrase, header.salt(), header.iterations(), new Secret(master));
      last.set(known);
    }
    return Base64.getDecoder().decode(known.master().reveal());
  }

  private static byte[] pbkdf2(Secret passphrase, StoreHeader header) {
    // Terminals and editors write the same accented letter as one character or as two.
    char[] words = Normalizer.normalize(passphrase.reveal(), Normalizer.Form.NFC).toCharArray();
    byte[] salt = Base64.getDecoder().decode(header.salt());
    var spec = new PBEKeySpec(words, salt, header.iterations(), KEY_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw missingFromJava(e);
    } finally {
      spec.clearPassword();
    }
  }

  private static byte[] hmac(byte[] key, byte[] text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw missingFromJava(e);
    }
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return Base64.getEncoder().encodeToString(random);
  }

  private static String wrongKey(Path file, StoreKey key) {
    return switch (key.kind()) {
      case KEY_FILE ->
          "the key file %s does not open the secret store %s; name the one that sealed it"
              .formatted(((StoreKey.KeyFile) key).file(), file);
      case PASSPHRASE ->
          "the passphrase does not open the secret store %s; say the one that sealed it"
              .formatted(file);
      case MACHINE ->
          "the secret store %s was sealed on another machine, or its machine-id has changed since;"
                  .formatted(file)
              + " bring that back, or move the store away and add the secrets anew";
    };
  }

  private static BackupException missingFromJava(GeneralSecurityException e) {
    return new BackupException(
        Reason.ENVIRONMENT, "this Java lacks the ciphers of the secret store; install another", e);
  }
}
