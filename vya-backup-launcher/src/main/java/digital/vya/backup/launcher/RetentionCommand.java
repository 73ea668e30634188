package digital.vya.backup.launcher;

import digital.vya.backup.core.SimulatedRetention;
import digital.vya.backup.core.VyaBackup;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "retention",
    description = "Looks at the rules of retention.",
    mixinStandardHelpOptions = true,
    subcommands = RetentionCommand.Simulate.class)
final class RetentionCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command: retention simulate");
  }

  @Command(
      name = "simulate",
      description = "Plays the rules over nightly backups, and deletes nothing.",
      mixinStandardHelpOptions = true)
  static final class Simulate implements Callable<Integer> {

    @Mixin private ConfiguredCommand configured = new ConfiguredCommand();
    @Mixin private Output output = new Output();

    @Option(names = "--instance", paramLabel = "ID", required = true, description = "Whose rules.")
    private String instance = "";

    @Option(
        names = "--storage",
        paramLabel = "ID",
        required = true,
        description = "In which storage.")
    private String storage = "";

    @Option(
        names = "--days",
        paramLabel = "N",
        defaultValue = "400",
        description = "How many nights (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(
        names = "--fail-rate",
        paramLabel = "P",
        defaultValue = "0",
        description = "How many of them fail, from 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double failRate;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      if (days < 1 || days > 36_500 || !(failRate >= 0 && failRate <= 1)) {
        throw new ParameterException(
            spec.commandLine(), "--days is 1 to 36500, and --fail-rate 0 to 1");
      }
      try (VyaBackup vya = configured.open()) {
        SimulatedRetention simulated = vya.simulateRetention(instance, storage, days, failRate);
        output.print(
            CleanupTexts.json(simulated),
            out -> CleanupTexts.print(simulated, vya.options().zone(), out));
      }
      return ExitCode.COMPLETE;
    }
  }
}
