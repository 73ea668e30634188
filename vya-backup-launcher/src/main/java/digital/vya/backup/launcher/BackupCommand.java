package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.core.BackupPlan;
import digital.vya.backup.core.BackupSelection;
import digital.vya.backup.core.VyaBackup;
import digital.vya.backup.core.VyaBackupBuilder;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "backup",
    description = "Backs up what is configured, or a part of it.",
    mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {

  @Mixin private ConfiguredCommand configured = new ConfiguredCommand();
  @Mixin private Output output = new Output();
  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(multiplicity = "1")
  private Which which = new Which();

  @Option(
      names = "--database",
      paramLabel = "NAME",
      description = "Only this database of the instance, whatever the configuration includes.")
  private @Nullable String database;

  @Option(names = "--dry-run", description = "Tell what would be backed up, and change nothing.")
  private boolean dryRun;

  @Option(
      names = "--if-due",
      description =
          "Only what its schedule says is due now, for cron to call every few minutes; says nothing"
              + " if nothing is.")
  private boolean ifDue;

  @Option(names = "--force", description = "With --if-due: as if everything were due.")
  private boolean force;

  /** Exactly one of these. */
  static final class Which {
    @SuppressWarnings("unused") // What is not one of the others is all.
    @Option(names = "--all", description = "All instances.")
    private boolean all;

    @Option(names = "--instance", paramLabel = "ID", description = "One instance.")
    private @Nullable String instance;

    @Option(
        names = "--dbms",
        paramLabel = "NAME",
        description = "All instances of one engine, such as postgresql.")
    private @Nullable String dbms;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (database != null && which.instance == null) {
      throw new ParameterException(
          spec.commandLine(), "--database needs --instance: say which instance has it");
    }
    if (ifDue && (database != null || dryRun)) {
      throw new ParameterException(
          spec.commandLine(),
          "--if-due is for whole instances and for real; schedule check tells what it would do");
    }
    var selection =
        new BackupSelection(
            Optional.ofNullable(which.instance),
            Optional.ofNullable(which.dbms),
            Optional.ofNullable(database));
    return dryRun ? plan(selection) : backup(selection);
  }

  private int backup(BackupSelection selection) throws InterruptedException {
    VyaBackupBuilder builder = configured.builder();
    Optional<BackupReport> made;
    try (var progress = new ProgressLine(output.err(), output.isWatched());
        VyaBackup vya = configured.open(builder.listener(progress))) {
      made =
          ifDue && !force ? vya.watch().backupDue(selection) : Optional.of(vya.backup(selection));
    }
    if (made.isEmpty()) {
      if (output.isJson()) {
        output.print(
            JsonNodeFactory.instance.objectNode().put("outcome", "nothing_due"), out -> {});
      }
      return ExitCode.COMPLETE;
    }
    BackupReport report = made.get();
    output.print(Json.report(report), out -> Texts.report(report, out));
    return ExitCode.of(report);
  }

  private int plan(BackupSelection selection) throws InterruptedException {
    try (VyaBackup vya = configured.open()) {
      BackupPlan plan = vya.plan(selection);
      output.print(Json.plan(plan), out -> Texts.plan(plan, out));
      if (plan.problems().isEmpty()) {
        return ExitCode.COMPLETE;
      }
      return plan.sources().isEmpty()
          ? ExitCode.worst(plan.problems().stream().map(ArtifactResult.Failed::reason).toList())
          : ExitCode.PARTIAL;
    }
  }
}
