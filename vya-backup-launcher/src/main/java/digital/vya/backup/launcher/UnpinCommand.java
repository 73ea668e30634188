package digital.vya.backup.launcher;

import digital.vya.backup.core.VyaBackup;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "unpin",
    description = "Leaves a backup to the rules of retention again.",
    mixinStandardHelpOptions = true)
final class UnpinCommand implements Callable<Integer> {

  @Mixin private ConfiguredCommand configured = new ConfiguredCommand();

  @Parameters(paramLabel = "ID", description = "The backup, as restore-list shows it.")
  private String id = "";

  @Override
  public Integer call() throws InterruptedException {
    try (VyaBackup vya = configured.open()) {
      vya.pin(id, Optional.empty());
    }
    return ExitCode.COMPLETE;
  }
}
