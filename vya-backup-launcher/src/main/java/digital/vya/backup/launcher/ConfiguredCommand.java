package digital.vya.backup.launcher;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.core.VyaBackup;
import digital.vya.backup.core.VyaBackupBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that reads the configuration. */
final class ConfiguredCommand {

  private static final String VARIABLE = "VYA_BACKUP_CONFIG";

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "The configuration; else the file named by "
              + VARIABLE
              + ", ./vya-backup.json or /etc/vya-backupdb/vya-backup.json.")
  private @Nullable Path config;

  VyaBackupBuilder builder() {
    return VyaBackup.builder().registry(Plugins.discover()).config(file());
  }

  VyaBackup open() {
    return builder().build();
  }

  Path file() {
    if (config != null) {
      return config;
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
