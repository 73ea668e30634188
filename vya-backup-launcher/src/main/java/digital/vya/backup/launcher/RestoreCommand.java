package digital.vya.backup.launcher;

import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.RestoreMode;
import digital.vya.backup.api.RestoreReport;
import digital.vya.backup.core.KeptRestore;
import digital.vya.backup.core.RestoreFailedException;
import digital.vya.backup.core.RestoreOrder;
import digital.vya.backup.core.VyaBackup;
import digital.vya.backup.core.VyaBackupBuilder;
import java.io.IOException;
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
    description = {
      "Restores a backup, by default to where it came from, and by default safely: beside the"
          + " target, compared with what was backed up, and only then in its place.",
      "What a safe restore replaced can be brought back with --undo."
    },
    mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {

  @Mixin private ConfiguredCommand configured = new ConfiguredCommand();
  @Mixin private Output output = new Output();
  @Mixin private RestoreChoices choices = new RestoreChoices();
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
      names = "--evidence",
      paramLabel = "LEVEL",
      defaultValue = "STORED",
      description =
          "With --latest: only a backup that is proven so far: ${COMPLETION-CANDIDATES} (default:"
              + " any).")
  private Evidence evidence = Evidence.STORED;

  @Option(
      names = "--target",
      paramLabel = "T",
      description = "Restore to another database name, or below this folder for files.")
  private @Nullable String target;

  @Option(names = "--dry-run", description = "Check the backup, list it, and change nothing.")
  private boolean dryRun;

  @Option(
      names = "--no-audit",
      description = "Do it although it cannot be written to the audit log.")
  private boolean noAudit;

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

    @Option(names = "--interactive", description = "Asks what to restore, and where to.")
    private boolean interactive;

    @Option(
        names = "--undo",
        arity = "0..1",
        fallbackValue = "",
        paramLabel = "RESTORE-ID",
        description = "Bring back what a safe restore replaced (default: the last one).")
    private @Nullable String undo;

    @Option(names = "--kept", description = "List what restores left beside their targets.")
    private boolean kept;

    @Option(
        names = "--discard",
        paramLabel = "RESTORE-ID",
        description = "Drop what a restore left beside its target.")
    private @Nullable String discard;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean asks = which.interactive || which.undo != null || which.kept || which.discard != null;
    if (asks && (dryRun || target != null || into != null)) {
      throw new ParameterException(
          spec.commandLine(),
          "--dry-run, --target and --into go with --latest, --backup and --file only");
    }
    try (var progress = new ProgressLine(output.err(), output.isWatched());
        VyaBackup vya = configured.open(builder().listener(progress))) {
      if (which.kept) {
        List<KeptRestore> kept = vya.kept();
        output.print(
            RestoreTexts.keptJson(kept), out -> RestoreTexts.kept(kept, vya.options().zone(), out));
        return ExitCode.COMPLETE;
      }
      if (which.discard != null) {
        vya.discard(which.discard);
        return ExitCode.COMPLETE;
      }
      return which.undo == null ? restore(vya) : undo(vya, which.undo);
    }
  }

  private int undo(VyaBackup vya, String id) throws InterruptedException {
    return tell(
        () -> vya.undo(id.isEmpty() ? Optional.empty() : Optional.of(id), choices.force()),
        List.of());
  }

  private int restore(VyaBackup vya) throws IOException, InterruptedException {
    Optional<RestoreOrder> order =
        which.interactive
            ? new InteractiveRestore(vya, Dialog.of(output)).order(choices)
            : confirmed(order());
    if (order.isEmpty()) {
      output.err().println("nothing was restored");
      return ExitCode.INTERRUPTED;
    }
    List<String> contents = new ArrayList<>();
    return tell(() -> vya.restore(order.get(), lines(contents)), contents);
  }

  private VyaBackupBuilder builder() {
    return noAudit ? configured.builder().withoutAudit() : configured.builder();
  }

  private RestoreOrder order() {
    return new RestoreOrder(
        origin(),
        Optional.ofNullable(into).or(() -> which.latest ? Optional.empty() : given(instance)),
        given(target),
        choices.mode(),
        choices.force(),
        choices.options(),
        dryRun);
  }

  /** Straight into the target: a person at a terminal is asked, a script says --force. */
  private Optional<RestoreOrder> confirmed(RestoreOrder order) throws IOException {
    if (order.mode() != RestoreMode.FAST || order.force() || dryRun || !output.isWatched()) {
      return Optional.of(order);
    }
    return Dialog.of(output)
            .agrees(
                "This restores straight into "
                    + order.target().orElse("the original place")
                    + " and replaces what is there; it cannot be undone.")
        ? Optional.of(order.forced())
        : Optional.empty();
  }

  /** A restore or an undo. */
  private interface Work {
    RestoreReport run() throws InterruptedException;
  }

  private int tell(Work work, List<String> contents) throws InterruptedException {
    try {
      RestoreReport report = work.run();
      output.print(RestoreTexts.json(report, contents), out -> RestoreTexts.restored(report, out));
      return report.omissions().count() == 0 ? ExitCode.COMPLETE : ExitCode.PARTIAL;
    } catch (RestoreFailedException e) {
      output.print(
          RestoreTexts.json(e.report(), contents), out -> RestoreTexts.failed(e.report(), out));
      throw e;
    }
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
    return new RestoreOrder.Origin.Latest(instance, given(database), evidence);
  }

  private static <T> Optional<T> given(@Nullable T value) {
    return Optional.ofNullable(value);
  }
}
