package digital.vya.backup.launcher;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * The commands by name. To read the annotations of all of them takes a fifth of a second, which is
 * most of what a start takes: only those are made that the arguments can mean.
 */
final class Commands {

  private Commands() {}

  private static Map<String, Supplier<Object>> all() {
    var all = new LinkedHashMap<String, Supplier<Object>>();
    all.put("backup", BackupCommand::new);
    all.put("restore", RestoreCommand::new);
    all.put("restore-list", RestoreListCommand::new);
    all.put("verify", VerifyCommand::new);
    all.put("copy", CopyCommand::new);
    all.put("status", StatusCommand::new);
    all.put("stats", StatsCommand::new);
    all.put("schedule", ScheduleCommand::new);
    all.put("cleanup", CleanupCommand::new);
    all.put("daemon", DaemonCommand::new);
    all.put("pin", PinCommand::new);
    all.put("unpin", UnpinCommand::new);
    all.put("acknowledge", AcknowledgeCommand::new);
    all.put("retention", RetentionCommand::new);
    all.put("notify", NotifyCommand::new);
    all.put("test-connection", TestConnectionCommand::new);
    all.put("config", ConfigCommand::new);
    all.put("server", ServerCommand::new);
    all.put("audit", AuditCommand::new);
    all.put("secrets", SecretsCommand::new);
    all.put("keys", KeysCommand::new);
    all.put("recovery-kit", RecoveryKitCommand::new);
    all.put("plugins", PluginsCommand::new);
    all.put("version", VersionCommand::new);
    all.put("warm-up", WarmUpCommand::new);
    all.put("generate-completion", AutoComplete.GenerateCompletion::new);
    return all;
  }

  /** Adds the commands that are named, or all of them where none is. */
  static void addTo(CommandLine main, Collection<String> arguments) {
    Map<String, Supplier<Object>> named = all();
    named.keySet().retainAll(arguments);
    Map<String, Supplier<Object>> wanted =
        named.isEmpty() || named.containsKey("generate-completion") ? all() : named;
    wanted.forEach((name, command) -> main.addSubcommand(name, command.get()));
  }
}
