package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Secret;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What opens a {@link SecretStore}. */
public sealed interface StoreKey {

  /** The environment variable that holds a passphrase. */
  String PASSPHRASE_VARIABLE = "VYA_BACKUP_PASSPHRASE";

  /** The environment variable that names a file with a passphrase. */
  String PASSPHRASE_FILE_VARIABLE = "VYA_BACKUP_PASSPHRASE_FILE";

  /** The environment variable that names a key file. */
  String KEY_FILE_VARIABLE = "VYA_BACKUP_KEY_FILE";

  /** The kinds of keys. A store says in the open which one it needs. */
  enum Kind {
    /** 32 random bytes in a file of their own. */
    KEY_FILE("a key file"),
    /** Words that a person knows, or the environment. */
    PASSPHRASE("a passphrase"),
    /** What this machine calls itself: no key from outside. */
    MACHINE("the identity of its machine");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** How a message calls it. */
    public String words() {
      return words;
    }

    /** How a store and JSON call it. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Of which kind it is. */
  Kind kind();

  /** A file that {@link SecretStore#makeKeyFile} made. */
  record KeyFile(Path file) implements StoreKey {
    @Override
    public Kind kind() {
      return Kind.KEY_FILE;
    }
  }

  /** A passphrase, of at least 12 characters where it seals. */
  record Passphrase(Secret passphrase) implements StoreKey {
    @Override
    public Kind kind() {
      return Kind.PASSPHRASE;
    }
  }

  /**
   * The identity of the machine: keeps the secrets from a thief of the file alone, not from one who
   * is root there or has a copy of the disk.
   */
  record Machine() implements StoreKey {
    @Override
    public Kind kind() {
      return Kind.MACHINE;
    }
  }

  /**
   * The key of the kind that a store needs; for a store that is not there yet, what was said, or
   * else the machine.
   *
   * @param keyFile one that was named; else the environment is asked
   * @param passphrase one that was said; else the environment is asked
   * @throws BackupException with {@code CONFIGURATION} if there is none of that kind, or another
   *     one was named
   */
  static StoreKey choose(
      Path store,
      Optional<Path> keyFile,
      Optional<Secret> passphrase,
      Map<String, String> environment) {
    if (keyFile.isPresent() && passphrase.isPresent()) {
      throw BackupException.configuration(
          "a secret store has one key: name a key file or a passphrase, not both");
    }
    Optional<Kind> needed = SecretStore.kindOf(store);
    Optional<Kind> said =
        keyFile.isPresent() ? Optional.of(Kind.KEY_FILE) : passphrase.map(any -> Kind.PASSPHRASE);
    if (needed.isPresent() && said.isPresent() && needed.get() != said.get()) {
      throw BackupException.configuration(
          "the secret store %s is sealed with %s, not with %s; name the right key, or change it with secrets rekey"
              .formatted(store, needed.get().words(), said.get().words()));
    }
    Optional<Path> file = keyFile.or(() -> variable(environment, KEY_FILE_VARIABLE).map(Path::of));
    Optional<Secret> words = passphrase.or(() -> passphrase(environment));
    if (needed.isEmpty()) {
      return said.isEmpty() && file.isPresent() && words.isPresent()
          ? new KeyFile(file.get())
          : keyFile
              .<StoreKey>map(KeyFile::new)
              .or(() -> words.map(Passphrase::new))
              .or(() -> file.map(KeyFile::new))
              .orElseGet(Machine::new);
    }
    return switch (needed.get()) {
      case MACHINE -> new Machine();
      case KEY_FILE -> new KeyFile(file.orElseThrow(() -> missing(store, Kind.KEY_FILE)));
      case PASSPHRASE -> new Passphrase(words.orElseThrow(() -> missing(store, Kind.PASSPHRASE)));
    };
  }

  private static BackupException missing(Path store, Kind kind) {
    return BackupException.configuration(
        "the secret store %s is sealed with %s; %s"
            .formatted(
                store,
                kind.words(),
                kind == Kind.KEY_FILE
                    ? "name it with key_file, --key-file or " + KEY_FILE_VARIABLE
                    : "give it with passphrase, --passphrase-file, "
                        + PASSPHRASE_VARIABLE
                        + " or "
                        + PASSPHRASE_FILE_VARIABLE));
  }

  /**
   * The passphrase that the environment holds, or that is in the file it names.
   *
   * @throws BackupException as {@link SecretStore#passphraseIn} does
   */
  static Optional<Secret> passphrase(Map<String, String> environment) {
    return variable(environment, PASSPHRASE_VARIABLE)
        .map(Secret::new)
        .or(
            () ->
                variable(environment, PASSPHRASE_FILE_VARIABLE)
                    .map(name -> SecretStore.passphraseIn(Path.of(name))));
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
