package digital.vya.backup.launcher;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.core.LoggingOptions;
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

  private static final List<String> NAMES =
      List.of("vya-backup.json", "vya-backup.yaml", "vya-backup.yml");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  VyaBackupBuilder builder() {
    if (main().logLevel != null) {
      Logs.apply(LoggingOptions.DEFAULT, main().logLevel);
    }
    return VyaBackup.builder().registry(Plugins.discover()).mask(Main.MASK).config(file());
  }

  VyaBackup open() {
    return open(builder());
  }

  /** Builds it, and logs as its configuration says. */
  VyaBackup open(VyaBackupBuilder builder) {
    VyaBackup vya = builder.build();
    Logs.apply(vya.options().logging(), main().logLevel);
    return vya;
  }

  private Main main() {
    return (Main) spec.root().userObject();
  }

  Path file() {
    Main main = main();
    if (main.config != null) {
      return main.config;
    }
    String named = System.getenv(VARIABLE);
    if (named != null && !named.isBlank()) {
      return Path.of(named);
    }
    for (Path folder : List.of(Path.of(""), Path.of("/etc/vya-backupdb"))) {
      List<Path> found = NAMES.stream().map(folder::resolve).filter(Files::exists).toList();
      if (found.size() > 1) {
        throw BackupException.configuration(
            "there are several configurations: " + found + "; remove all but one, or name it");
      }
      if (!found.isEmpty()) {
        return found.get(0);
      }
    }
    throw BackupException.configuration(
        "there is no configuration: name one with --config or "
            + VARIABLE
            + ", or make vya-backup.json or vya-backup.yaml here or in /etc/vya-backupdb");
  }
}
