package digital.vya.backup.launcher;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Secret;
import digital.vya.backup.core.AuditEntry;
import digital.vya.backup.core.AuditLog;
import digital.vya.backup.core.SecretStore;
import digital.vya.backup.core.StoreKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which store the commands for secrets work on, and what opens it. */
@Command
final class StoreOptions {

  @Option(
      names = "--store",
      paramLabel = "FILE",
      description =
          "The store; else /etc/vya-backupdb/secrets.vya where that exists or may be written, or"
              + " vya-backup/secrets.vya in the user's folder for configurations.")
  private @Nullable Path store;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "The key file that opens it; else the one that "
              + StoreKey.KEY_FILE_VARIABLE
              + " names. A new store is sealed with it.")
  private @Nullable Path keyFile;

  @Option(
      names = "--passphrase",
      description =
          "A new store is sealed with a passphrase, which is asked for. A store that needs one asks"
              + " by itself, unless "
              + StoreKey.PASSPHRASE_VARIABLE
              + " holds it.")
  private boolean passphrase;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "The passphrase is in this file; else in the one that "
              + StoreKey.PASSPHRASE_FILE_VARIABLE
              + " names.")
  private @Nullable Path passphraseFile;

  Path file() {
    return store == null ? SecretStore.usualFile() : store;
  }

  /**
   * Writes to the audit log what is about to be done.
   *
   * @throws BackupException if it cannot be written: nobody would know of it then
   */
  void audit(String what, String on) {
    try {
      var log = AuditLog.usual();
      if (log.isPresent()) {
        log.get().append(AuditEntry.Action.of("secrets " + what, on, "began"));
      }
    } catch (IOException e) {
      throw BackupException.environment(
          "cannot write the audit log: %s; nothing was done, for nobody would know of it"
              .formatted(e.getMessage()));
    }
  }

  SecretStore open(Hidden hidden) {
    return SecretStore.at(file(), key(hidden));
  }

  /** The key that was named or is in the environment; where words are needed they are asked for. */
  StoreKey key(Hidden hidden) {
    Optional<StoreKey.Kind> needed = SecretStore.kindOf(file());
    if (passphrase && (keyFile != null || needed.isPresent())) {
      throw BackupException.configuration(
          "--passphrase is for a new store that has no key file; change what opens one with secrets"
              + " rekey");
    }
    boolean words = passphrase || needed.equals(Optional.of(StoreKey.Kind.PASSPHRASE));
    Optional<Secret> said = words ? saidPassphrase() : Optional.empty();
    if (words && said.isEmpty() && keyFile == null && hidden.asks()) {
      return new StoreKey.Passphrase(
          needed.isEmpty()
              ? hidden.twice("Passphrase for the new store " + file())
              : hidden.once("Passphrase for " + file()));
    }
    if (passphrase && said.isEmpty()) {
      throw nobodyToAsk("--passphrase-file or " + StoreKey.PASSPHRASE_VARIABLE);
    }
    return passphrase ? new StoreKey.Passphrase(said.orElseThrow()) : known();
  }

  private Optional<Secret> saidPassphrase() {
    return passphraseFile == null
        ? StoreKey.passphrase(System.getenv())
        : Optional.of(SecretStore.passphraseIn(passphraseFile));
  }

  /** The key as far as it can be had without asking anybody. */
  StoreKey known() {
    return StoreKey.choose(
        file(),
        Optional.ofNullable(keyFile),
        Optional.ofNullable(passphraseFile).map(SecretStore::passphraseIn),
        System.getenv());
  }

  /** What everybody should know who seals with this kind of key; nothing if that is enough. */
  static Optional<String> warning(StoreKey.Kind kind) {
    return kind == StoreKey.Kind.MACHINE
        ? Optional.of(
            "sealed with the identity of this machine: that keeps the secrets from who has the file"
                + " alone, not from who is root here or has a copy of the disk; a key file elsewhere"
                + " or a passphrase does (secrets rekey)")
        : Optional.empty();
  }

  static Secret newPassphrase(Hidden hidden, @Nullable Path file) {
    if (file != null) {
      return SecretStore.passphraseIn(file);
    }
    if (!hidden.asks()) {
      throw nobodyToAsk("--to-passphrase-file");
    }
    return hidden.twice("New passphrase");
  }

  private static BackupException nobodyToAsk(String instead) {
    return BackupException.configuration(
        "there is no terminal to ask for the passphrase; give it with " + instead);
  }
}
