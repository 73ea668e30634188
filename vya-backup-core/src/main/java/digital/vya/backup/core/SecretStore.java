package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Secrets in one sealed file: AES-256-GCM over all of it, readable by its owner alone, replaced in
 * one step when it changes. A wrong or missing key and a damaged file are refusals: nothing is ever
 * sealed with another key than before unless {@link #rekey} was called, and a store that cannot be
 * opened is never written. Safe for many threads and processes.
 */
public final class SecretStore {

  /** The longest value, in bytes of UTF-8. */
  public static final int LONGEST_VALUE = 64 * 1024;

  private static final int LARGEST = 4 << 20;
  private static final int LARGEST_PASSPHRASE = 4096;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/@+-]{0,127}");

  private final Path file;
  private final StoreKey key;
  private final StoreSeal seal;

  SecretStore(Path file, StoreKey key, StoreSeal seal) {
    this.file = file;
    this.key = key;
    this.seal = seal;
  }

  /** A store that may not be there yet; nothing is read before it is asked for something. */
  public static SecretStore at(Path file, StoreKey key) {
    return new SecretStore(file, key, new StoreSeal(KeyFiles.MACHINE_ID));
  }

  /**
   * Where the store is if nobody says: {@code /etc/vya-backupdb/secrets.vya} where that exists or
   * may be written, else beside the user's configuration.
   */
  public static Path usualFile() {
    return StorePlace.usual();
  }

  /**
   * The kind of key that a store needs; nothing if there is no store.
   *
   * @throws BackupException as {@link #find} does
   */
  public static Optional<StoreKey.Kind> kindOf(Path file) {
    return Files.notExists(file)
        ? Optional.empty()
        : Optional.of(StoreHeader.read(file, bytes(file)).kind());
  }

  /** Whether a secret can be called so: 1 to 128 letters, digits and {@code . _ / @ + -}. */
  public static boolean isId(String id) {
    return ID.matcher(id).matches();
  }

  /**
   * Makes a key file of 32 random bytes in base64, readable by its owner alone.
   *
   * @throws BackupException if there is such a file already, or it cannot be made
   */
  public static void makeKeyFile(Path keyFile) {
    KeyFiles.make(keyFile);
  }

  /**
   * The passphrase in a file, without the end of its last line.
   *
   * @throws BackupException with {@code CONFIGURATION} if it cannot be read, others can read it, or
   *     there is none in it
   */
  public static Secret passphraseIn(Path passphraseFile) {
    byte[] bytes = PrivateFile.read(passphraseFile, "passphrase file", LARGEST_PASSPHRASE);
    String words = new String(bytes, StandardCharsets.UTF_8).replaceFirst("\r?\n\\z", "");
    if (words.isEmpty()) {
      throw BackupException.configuration(
          "the passphrase file " + passphraseFile + " is empty; write the passphrase into it");
    }
    return new Secret(words);
  }

  /**
   * A secret; nothing if the store has none of this id.
   *
   * @throws BackupException with {@code CONFIGURATION} if there is no store, its key is missing or
   *     wrong, others can read it, or its format is newer; with {@code DATA} if it is damaged
   */
  public Optional<Secret> find(String id) {
    return Optional.ofNullable(existing().get(id)).map(StoreContents.Entry::value);
  }

  /** The ids of all secrets, and when each was given its value. */
  public SortedMap<String, Instant> list() {
    var all = new TreeMap<String, Instant>();
    existing().forEach((id, entry) -> all.put(id, entry.changed()));
    return all;
  }

  /**
   * Adds secrets, or gives them new values, all in one step; makes the store if there is none.
   *
   * @throws BackupException as {@link #find} does, and with {@code CONFIGURATION} for an id or a
   *     value that cannot be kept
   */
  public void put(Map<String, Secret> secrets, Instant now) throws InterruptedException {
    secrets.forEach(SecretStore::check);
    Instant changed = now.truncatedTo(ChronoUnit.SECONDS);
    change(
        all -> {
          secrets.forEach((id, value) -> all.put(id, new StoreContents.Entry(value, changed)));
          return all;
        },
        true);
  }

  /**
   * Removes a secret.
   *
   * @return whether there was one
   */
  public boolean remove(String id) throws InterruptedException {
    if (!existing().containsKey(id)) {
      return false;
    }
    change(
        all -> {
          all.remove(id);
          return all;
        },
        false);
    return true;
  }

  /**
   * Seals the store with another key, in one step; what held before the old key no longer opens.
   */
  public void rekey(StoreKey newKey) throws InterruptedException {
    existing();
    try (StoreLock lock = StoreLock.take(file)) {
      write(lock.file(), seal.sealAnew(newKey, StoreContents.write(existing())));
    }
  }

  private void change(UnaryOperator<SortedMap<String, StoreContents.Entry>> change, boolean mayMake)
      throws InterruptedException {
    try (StoreLock lock = StoreLock.take(file)) {
      if (Files.notExists(lock.file()) && mayMake) {
        write(lock.file(), seal.sealAnew(key, StoreContents.write(change.apply(new TreeMap<>()))));
        return;
      }
      byte[] store = bytes(lock.file());
      StoreHeader header = StoreHeader.read(file, store);
      SortedMap<String, StoreContents.Entry> all = change.apply(opened(store));
      write(lock.file(), seal.seal(key, header, StoreContents.write(all)));
    }
  }

  private SortedMap<String, StoreContents.Entry> existing() {
    if (Files.notExists(file)) {
      throw BackupException.configuration(
          "there is no secret store %s; make it with secrets add, or name the right one"
              .formatted(file));
    }
    return opened(bytes(file));
  }

  private SortedMap<String, StoreContents.Entry> opened(byte[] store) {
    StoreKey.Kind needed = StoreHeader.read(file, store).kind();
    if (needed != key.kind()) {
      throw BackupException.configuration(
          "the secret store %s is sealed with %s, not with %s; name the right key"
              .formatted(file, needed.words(), key.kind().words()));
    }
    return StoreContents.read(file, seal.unseal(file, key, store));
  }

  private static byte[] bytes(Path file) {
    return PrivateFile.read(file, "secret store", LARGEST);
  }

  private static void write(Path file, byte[] sealed) {
    if (sealed.length > LARGEST) {
      throw BackupException.configuration(
          "the secret store %s would become larger than 4 MiB; remove secrets nobody needs"
              .formatted(file));
    }
    try {
      PrivateFile.replace(file, sealed);
    } catch (IOException e) {
      throw new BackupException(
          Reason.ENVIRONMENT,
          "the secret store %s cannot be written and is as it was: %s; run as its owner and look at its folder"
              .formatted(file, Shown.text(e.toString())),
          e);
    }
  }

  private static void check(String id, Secret value) {
    if (!isId(id)) {
      throw BackupException.configuration(
          "a secret cannot be called %s; take 1 to 128 letters, digits and . _ / @ + -"
              .formatted(Shown.name(id)));
    }
    int length = value.reveal().getBytes(StandardCharsets.UTF_8).length;
    if (length == 0 || length > LONGEST_VALUE) {
      throw BackupException.configuration(
          "the secret %s is %s; a value has 1 byte to 64 KiB"
              .formatted(Shown.name(id), length == 0 ? "empty" : "too long"));
    }
  }
}
