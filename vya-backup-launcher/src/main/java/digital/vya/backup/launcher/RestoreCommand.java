package digital.vya.backup.launcher;

import digital.vya.backup.core.RestoreOrder;
import digital.vya.backup.core.RestoreReport;
import digital.vya.backup.core.VyaBackup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "restore",
    description = "Restores a backup, by default to where it came from.",
    mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {

  @Mixin private ConfiguredCommand configured = new ConfiguredCommand();
  @Mixin private Output output = new Output();
  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(multiplicity = "1")
  private Which which = new Which();

  @Option(
      names = "--instance",
      paramLabel = "ID",
      description =
          "With --latest: the instance that was backed up. Else: the instance to restore into.")
  private @Nullable String instance;

  @Option(
      names = "--into",
      paramLabel = "ID",
      description = "Restore into this instance instead of the one that was backed up.")
  private @Nullable String into;

  @Option(
      names = "--database",
      paramLabel = "NAME",
      description = "With --latest: the database. With --file: what was dumped.")
  private @Nullable String database;

  @Option(
      names = "--globals",
      description = "With --latest: the roles, accounts and grants of the instance.")
  private boolean globals;

  @Option(
      names = "--target",
      paramLabel = "T",
      description = "Restore to another database name, or below this folder for files.")
  private @Nullable String target;

  @Option(names = "--dry-run", description = "Check the backup, list it, and change nothing.")
  private boolean dryRun;

  @Option(names = "--force", description = "Replace what is there.")
  private boolean force;

  /** Exactly one of these. */
  static final class Which {
    @Option(names = "--file", paramLabel = "F", description = "An artifact or a dump in a file.")
    private @Nullable Path file;

    @Option(
        names = "--backup",
        paramLabel = "ID",
        description = "A backup that restore-list shows.")
    private @Nullable String backup;

    @Option(names = "--latest", description = "The newest backup of a database.")
    private boolean latest;
  }

  @Override
  public Integer call() throws InterruptedException {
    var order =
        new RestoreOrder(
            origin(),
            Optional.ofNullable(into).or(() -> which.latest ? Optional.empty() : given(instance)),
            given(target),
            force,
            dryRun);
    RestoreReport report;
    List<String> contents = new ArrayList<>();
    try (var progress = new ProgressLine(output.err(), output.isWatched());
        VyaBackup vya = configured.builder().listener(progress).build()) {
      report = vya.restore(order, lines(contents));
    }
    output.print(Json.restored(report, contents), out -> Texts.restored(report, out));
    return report.omissions().count() == 0 ? ExitCode.COMPLETE : ExitCode.PARTIAL;
  }

  /** The lines of a dry run go out as they come; only a JSON document must wait for the last. */
  private Consumer<String> lines(List<String> contents) {
    return output.isJson() ? contents::add : line -> output.out().println(Output.plain(line));
  }

  private RestoreOrder.Origin origin() {
    if (which.file != null) {
      return new RestoreOrder.Origin.Dump(which.file, given(database));
    }
    if (which.backup != null) {
      return new RestoreOrder.Origin.Id(which.backup);
    }
    if (instance == null || (database == null) != globals) {
      throw new ParameterException(
          spec.commandLine(), "--latest needs --instance and either --database or --globals");
    }
    return new RestoreOrder.Origin.Latest(instance, given(database));
  }

  private static <T> Optional<T> given(@Nullable T value) {
    return Optional.ofNullable(value);
  }
}
