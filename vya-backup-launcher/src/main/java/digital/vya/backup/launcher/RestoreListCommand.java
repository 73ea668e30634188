package digital.vya.backup.launcher;

import digital.vya.backup.core.BackupQuery;
import digital.vya.backup.core.StoredBackup;
import digital.vya.backup.core.VyaBackup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "restore-list",
    description = "Lists the stored backups, newest first.",
    mixinStandardHelpOptions = true)
final class RestoreListCommand implements Callable<Integer> {

  @Mixin private ConfiguredCommand configured = new ConfiguredCommand();
  @Mixin private Output output = new Output();

  @Option(names = "--instance", paramLabel = "ID", description = "Only of this instance.")
  private @Nullable String instance;

  @Option(names = "--database", paramLabel = "NAME", description = "Only of this database.")
  private @Nullable String database;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit must be 1 or more");
    }
    var unreadable = new ArrayList<String>();
    List<StoredBackup> backups;
    try (VyaBackup vya = configured.open()) {
      backups =
          vya.backups(
              new BackupQuery(Optional.ofNullable(instance), Optional.ofNullable(database), limit),
              unreadable::add);
      output.print(
          Json.backups(backups, unreadable),
          out -> {
            if (backups.isEmpty()) {
              out.println("there are no backups" + asked());
            } else {
              Texts.backups(backups, vya.options().zone(), out);
            }
          });
    }
    unreadable.forEach(line -> output.err().println("unreadable: " + Output.plain(line)));
    return unreadable.isEmpty() ? ExitCode.COMPLETE : ExitCode.DAMAGED;
  }

  /** A misspelt name looks like a backup that is missing. */
  private String asked() {
    String database = this.database == null ? "" : " of database " + this.database;
    String instance = this.instance == null ? "" : " of instance " + this.instance;
    return Output.plain(database + instance);
  }
}
