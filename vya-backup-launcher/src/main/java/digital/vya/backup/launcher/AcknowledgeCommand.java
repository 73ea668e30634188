package digital.vya.backup.launcher;

import digital.vya.backup.core.VyaBackup;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "acknowledge",
    description =
        "Says that a backup may be far smaller than those before it, so that its database is cleaned"
            + " up again.",
    mixinStandardHelpOptions = true)
final class AcknowledgeCommand implements Callable<Integer> {

  @Mixin private ConfiguredCommand configured = new ConfiguredCommand();

  @Parameters(paramLabel = "ID", description = "The backup, as restore-list shows it.")
  private String id = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "acknowledged by hand",
      description = "A line for those who find it later.")
  private String reason = "";

  @Override
  public Integer call() throws InterruptedException {
    try (VyaBackup vya = configured.open()) {
      vya.acknowledge(id, reason);
    }
    return ExitCode.COMPLETE;
  }
}
