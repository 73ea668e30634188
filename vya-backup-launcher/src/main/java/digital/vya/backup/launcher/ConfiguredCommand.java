package digital.vya.backup.launcher;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.core.VyaBackup;
import digital.vya.backup.core.VyaBackupBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What every command does that reads the configuration. */
@Command
final class ConfiguredCommand {

  static final String VARIABLE = "VYA_BACKUP_CONFIG";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  VyaBackupBuilder builder() {
    return VyaBackup.builder().registry(Plugins.discover()).config(file());
  }

  VyaBackup open() {
    return builder().build();
  }

  Path file() {
    Main main = (Main) spec.root().userObject();
    if (main.config != null) {
      return main.config;
    }
    String named = System.getenv(VARIABLE);
    if (named != null && !named.isBlank()) {
      return Path.of(named);
    }
    List<Path> usual =
        List.of(Path.of("vya-backup.json"), Path.of("/etc/vya-backupdb/vya-backup.json"));
    return usual.stream()
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () ->
                BackupException.configuration(
                    "there is no configuration: name one with --config or "
                        + VARIABLE
                        + ", or make one of "
                        + usual));
  }
}
