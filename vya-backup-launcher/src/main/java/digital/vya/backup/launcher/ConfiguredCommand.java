package digital.vya.backup.launcher;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.core.LoggingOptions;
import digital.vya.backup.core.PluginRegistry;
import digital.vya.backup.core.VyaBackup;
import digital.vya.backup.core.VyaBackupBuilder;
import digital.vya.backup.legacy.RetentionMeans;
import digital.vya.backup.legacy.Translation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
    PluginRegistry registry = Plugins.discover();
    VyaBackupBuilder builder =
        VyaBackup.builder().registry(registry).mask(Main.MASK).runLog(Logs::ofRun);
    Tracing.listener(System.getenv()).ifPresent(builder::listener);
    return old()
        .map(old -> translated(old, registry, builder))
        .orElseGet(() -> builder.config(file()));
  }

  VyaBackup open() {
    return open(builder());
  }

  /** Builds it, and logs as its configuration says. */
  VyaBackup open(VyaBackupBuilder builder) {
    VyaBackup vya = builder.build();
    Logs.apply(vya.options().logging(), main().logLevel);
    Logs.keepRuns(vya.options().stateDir().resolve("work"));
    return vya;
  }

  private Main main() {
    return (Main) spec.root().userObject();
  }

  /** How messages call the configuration. */
  String name() {
    return old().map(OldConfig::name).orElseGet(() -> file().toString());
  }

  /** What an older program was configured with, where there is nothing newer. */
  private Optional<OldConfig> old() {
    return found().map(OldConfig::in).orElseGet(() -> OldConfig.in(System.getenv()));
  }

  private VyaBackupBuilder translated(
      OldConfig old, PluginRegistry registry, VyaBackupBuilder builder) {
    Translation translation = old.translate(registry, RetentionMeans.EITHER);
    old.notices(translation)
        .forEach(
            line -> spec.commandLine().getErr().println("vya-backupdb: " + Output.plain(line)));
    main().lost(translation.secrets());
    // A later operation takes the file as it is then.
    return builder.config(
        old.name() + ", translated",
        () -> old().orElse(old).translate(registry, RetentionMeans.EITHER).json());
  }

  Path file() {
    return found()
        .orElseThrow(
            () ->
                BackupException.configuration(
                    "there is no configuration: name one with --config or "
                        + VARIABLE
                        + ", or make vya-backup.json or vya-backup.yaml here or in"
                        + " /etc/vya-backupdb"));
  }

  private Optional<Path> found() {
    Main main = main();
    if (main.config != null) {
      return Optional.of(main.config);
    }
    String named = System.getenv(VARIABLE);
    if (named != null && !named.isBlank()) {
      return Optional.of(Path.of(named));
    }
    for (Path folder : List.of(Path.of(""), Path.of("/etc/vya-backupdb"))) {
      List<Path> found = NAMES.stream().map(folder::resolve).filter(Files::exists).toList();
      if (found.size() > 1) {
        throw BackupException.configuration(
            "there are several configurations: " + found + "; remove all but one, or name it");
      }
      if (!found.isEmpty()) {
        return Optional.of(found.get(0));
      }
    }
    return Optional.empty();
  }
}
