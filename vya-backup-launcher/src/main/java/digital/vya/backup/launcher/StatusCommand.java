package digital.vya.backup.launcher;

import digital.vya.backup.core.Status;
import digital.vya.backup.core.VyaBackup;
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
    name = "status",
    description = {
      "Tells of every database its last good backup, how old it is, how it grows and when the next"
          + " one is due.",
      "Exits with 0 only if all is well, else with 3."
    },
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  @Mixin private ConfiguredCommand configured = new ConfiguredCommand();
  @Mixin private Output output = new Output();

  @Option(names = "--instance", paramLabel = "ID", description = "Only of this instance.")
  private @Nullable String instance;

  @Option(
      names = "--from",
      paramLabel = "STORAGE",
      description =
          "Of all machines that put their backups into this storage, by what they wrote there.")
  private @Nullable String from;

  @Option(
      names = "--notify",
      description = "Tell the configured channels what is overdue, each thing once.")
  private boolean notifying;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    if (from != null && instance != null) {
      throw new ParameterException(
          spec.commandLine(), "--instance is of this machine, --from of all: say one of them");
    }
    Status status;
    List<String> untold = List.of();
    try (VyaBackup vya = configured.open()) {
      status =
          from == null
              ? vya.watch().status(Optional.ofNullable(instance))
              : vya.watch().statusFrom(from);
      if (notifying) {
        untold = vya.watch().alert(status);
      }
    }
    output.print(StatusTexts.json(status), out -> StatusTexts.print(status, Sparkline.bars(), out));
    untold.forEach(line -> output.err().println("not told: " + Output.plain(line)));
    return status.ok() && untold.isEmpty() ? ExitCode.COMPLETE : ExitCode.PARTIAL;
  }
}
