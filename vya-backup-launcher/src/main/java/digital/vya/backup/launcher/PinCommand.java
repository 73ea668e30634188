package digital.vya.backup.launcher;

import digital.vya.backup.core.VyaBackup;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "pin",
    description = "Keeps a backup whatever the rules of retention say.",
    mixinStandardHelpOptions = true)
final class PinCommand implements Callable<Integer> {

  @Mixin private ConfiguredCommand configured = new ConfiguredCommand();

  @Parameters(paramLabel = "ID", description = "The backup, as restore-list shows it.")
  private String id = "";

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      defaultValue = "pinned by hand",
      description = "A line for those who find it later.")
  private String why = "";

  @Override
  public Integer call() throws InterruptedException {
    try (VyaBackup vya = configured.open()) {
      vya.pin(id, Optional.of(why));
    }
    return ExitCode.COMPLETE;
  }
}
