package digital.vya.backup.api;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * What an {@link Archiver} implements in addition if it encrypts to public keys: whoever has one
 * can write archives, and nobody without its private key can read them.
 *
 * @param <C> the settings of the archiver
 */
public interface EncryptionKeys<C extends Record> {

  /**
   * A new pair of keys.
   *
   * @param file the text of a file that holds the private key, as standard tools want it
   * @param publicKey the public key, as settings want it
   */
  record Pair(Secret file, String publicKey) {}

  /**
   * Makes a pair of keys.
   *
   * @param now what the file says about when it was made
   */
  Pair generate(Instant now);

  /**
   * The public keys that belong to private ones.
   *
   * @param file the text of a file of private keys
   * @throws BackupException if there is none, or one that cannot be read
   */
  List<String> publicKeys(Secret file);

  /**
   * The public keys that settings encrypt to; empty if they encrypt in another way, such as with a
   * passphrase.
   */
  List<String> recipients(C config);

  /**
   * The private keys that settings hold on this machine, as far as they can be read.
   *
   * @param unreadable is told in a line of what settings name and cannot be read
   */
  List<Secret> privateKeys(C config, Consumer<String> unreadable);
}
