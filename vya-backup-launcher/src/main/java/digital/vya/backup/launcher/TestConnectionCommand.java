package digital.vya.backup.launcher;

import digital.vya.backup.api.Reason;
import digital.vya.backup.core.CheckResult;
import digital.vya.backup.core.VyaBackup;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "test-connection",
    description =
        "Reaches every instance, storage, notifier and exporter of metrics, and changes nothing.",
    mixinStandardHelpOptions = true)
final class TestConnectionCommand implements Callable<Integer> {

  @Mixin private ConfiguredCommand configured = new ConfiguredCommand();
  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws InterruptedException {
    List<CheckResult> results;
    try (VyaBackup vya = configured.open()) {
      results = vya.check();
    }
    output.print(Json.checks(results), out -> Texts.checks(results, out));
    List<Reason> failures =
        results.stream().flatMap(r -> r.failure().stream()).map(f -> f.reason()).toList();
    return failures.isEmpty() ? ExitCode.COMPLETE : ExitCode.worst(failures);
  }
}
