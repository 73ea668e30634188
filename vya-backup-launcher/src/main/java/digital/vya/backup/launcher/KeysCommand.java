package digital.vya.backup.launcher;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.EncryptionKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "keys",
    description = {
      "Makes the keys that backups are encrypted to.",
      "The server that writes backups needs the public key alone; keep the private one elsewhere."
    },
    mixinStandardHelpOptions = true,
    subcommands = {KeysGenerateCommand.class, KeysPublicCommand.class})
final class KeysCommand implements Runnable {

  private static final String ARCHIVER = "age";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command: keys generate or public");
  }

  /** What knows the keys. */
  static EncryptionKeys<?> encryption() {
    Archiver<?> archiver = Plugins.discover().archiver(ARCHIVER).orElse(null);
    if (archiver instanceof EncryptionKeys<?> keys) {
      return keys;
    }
    throw BackupException.configuration(
        "there is no archiver age here; add the jar vya-backup-age and those it needs");
  }
}
