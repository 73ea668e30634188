package digital.vya.backup.launcher;

import digital.vya.backup.core.CleanupOrder;
import digital.vya.backup.core.CleanupResult;
import digital.vya.backup.core.VyaBackup;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "cleanup",
    description = "Deletes the backups that no rule of retention keeps.",
    mixinStandardHelpOptions = true)
final class CleanupCommand implements Callable<Integer> {

  @Mixin private ConfiguredCommand configured = new ConfiguredCommand();
  @Mixin private Output output = new Output();

  @Option(names = "--instance", paramLabel = "ID", description = "Only of this instance.")
  private @Nullable String instance;

  @Option(names = "--dry-run", description = "Tell what goes and what stays, and change nothing.")
  private boolean dryRun;

  @Option(names = "--force", description = "Delete more than run.delete_limit allows.")
  private boolean force;

  @Override
  public Integer call() throws InterruptedException {
    List<CleanupResult> results;
    try (VyaBackup vya = configured.open()) {
      var order = new CleanupOrder(Optional.ofNullable(instance), dryRun, force);
      results = vya.cleanup(order);
      output.print(
          CleanupTexts.json(results),
          out -> CleanupTexts.print(results, vya.options().zone(), out));
    }
    boolean troubled =
        results.stream()
            .anyMatch(r -> !r.refused().isEmpty() || r.count(CleanupResult.Fate.FAILED) > 0);
    return troubled ? ExitCode.PARTIAL : ExitCode.COMPLETE;
  }
}
