package digital.vya.backup.launcher;

import digital.vya.backup.api.Reason;
import digital.vya.backup.core.CheckResult;
import digital.vya.backup.core.NotificationTrial;
import digital.vya.backup.core.VyaBackup;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "notify",
    description = "Tells people and machines.",
    mixinStandardHelpOptions = true,
    subcommands = NotifyCommand.Test.class)
final class NotifyCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command: notify test");
  }

  @Command(
      name = "test",
      description =
          "Tells every channel of a failed and of a good run that never were, marked as TEST.",
      mixinStandardHelpOptions = true)
  static final class Test implements Callable<Integer> {

    @Mixin private ConfiguredCommand configured = new ConfiguredCommand();
    @Mixin private Output output = new Output();

    @Option(names = "--channel", paramLabel = "ID", description = "Only this channel.")
    private @Nullable String channel;

    @Option(
        names = "--outcome",
        paramLabel = "WHAT",
        split = ",",
        description =
            "Of what, whether the channel wants to be told of it or not: ${COMPLETION-CANDIDATES};"
                + " may be given several times.")
    private Set<NotificationTrial.Sample> outcomes = EnumSet.noneOf(NotificationTrial.Sample.class);

    @Override
    public Integer call() throws InterruptedException {
      List<CheckResult> results;
      try (VyaBackup vya = configured.open()) {
        results = NotificationTrial.run(vya, Optional.ofNullable(channel), outcomes);
      }
      output.print(Json.checks(results), out -> Texts.checks(results, out));
      List<Reason> failures =
          results.stream().flatMap(r -> r.failure().stream()).map(f -> f.reason()).toList();
      return failures.isEmpty() ? ExitCode.COMPLETE : ExitCode.worst(failures);
    }
  }
}
