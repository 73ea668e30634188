package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.Reason;
import digital.vya.backup.core.CopyOrder;
import digital.vya.backup.core.CopyResult;
import digital.vya.backup.core.CopyResult.Fate;
import digital.vya.backup.core.Sizes;
import digital.vya.backup.core.VyaBackup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
    name = "copy",
    description =
        "Copies backups from one storage into another; what is there already stays as it is.",
    mixinStandardHelpOptions = true)
final class CopyCommand implements Callable<Integer> {

  @Mixin private ConfiguredCommand configured = new ConfiguredCommand();
  @Mixin private Output output = new Output();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--from",
      required = true,
      paramLabel = "ID",
      description = "The storage that has the backups.")
  private String from = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "ID",
      description = "The storage that is to have them.")
  private String to = "";

  @ArgGroup(exclusive = false)
  private Which which = new Which();

  @Option(
      names = "--any-server",
      description = "Also what other servers have put into the same storage.")
  private boolean anyServer;

  @Option(names = "--dry-run", description = "Tell what would be copied, and change nothing.")
  private boolean dryRun;

  private final Map<Fate, Integer> counts = new EnumMap<>(Fate.class);
  private final List<Reason> failures = new ArrayList<>();

  /** At least one of these, so that nobody copies a whole store by a short command. */
  static final class Which {
    @Option(names = "--missing", description = "All that the other storage has not.")
    private boolean missing;

    @Option(names = "--id", paramLabel = "BACKUP", description = "One that restore-list shows.")
    private @Nullable String id;

    @Option(names = "--instance", paramLabel = "ID", description = "Those of this instance.")
    private @Nullable String instance;

    @Option(names = "--latest", description = "Only the newest of each database.")
    private boolean latest;

    private boolean isEmpty() {
      return !missing && !latest && id == null && instance == null;
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (which.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "say what to copy: --missing, --id, --instance or --latest");
    }
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("from", from).put("to", to);
    ArrayNode backups = document.putArray("backups");
    try (VyaBackup vya = configured.open()) {
      vya.copy(order(), result -> take(result, backups));
    }
    for (Fate fate : Fate.values()) {
      document.put(Json.lower(fate), count(fate));
    }
    output.print(document, out -> out.println(conclusion()));
    return exitCode();
  }

  private CopyOrder order() {
    Optional<String> id = Optional.ofNullable(which.id);
    return new CopyOrder(
        from,
        to,
        new CopyOrder.Which(
            id,
            Optional.ofNullable(which.instance),
            which.latest,
            // Who names a backup means it.
            anyServer || id.isPresent()),
        dryRun);
  }

  private void take(CopyResult result, ArrayNode backups) {
    counts.merge(result.fate(), 1, Integer::sum);
    result.reason().ifPresent(failures::add);
    if (result.fate() == Fate.THERE && which.missing) {
      return;
    }
    if (output.isJson()) {
      backups.add(Json.copied(result));
    } else {
      Texts.line(output.out(), text(result));
    }
  }

  private static String text(CopyResult result) {
    String size = result.manifest().map(m -> ", " + Sizes.text(m.artifact().bytes())).orElse("");
    return switch (result.fate()) {
      case COPIED -> "copied     " + result.key() + size;
      case WOULD_COPY -> "would copy " + result.key() + size;
      case THERE -> "is there   " + result.key();
      case FAILED -> "FAILED     " + result.key() + ": " + result.problem();
    };
  }

  private int count(Fate fate) {
    return counts.getOrDefault(fate, 0);
  }

  private String conclusion() {
    return (dryRun
            ? count(Fate.WOULD_COPY) + " would be copied, "
            : count(Fate.COPIED) + " copied, ")
        + count(Fate.THERE)
        + " were there, "
        + count(Fate.FAILED)
        + " failed";
  }

  private int exitCode() {
    if (failures.isEmpty()) {
      return ExitCode.COMPLETE;
    }
    if (failures.contains(Reason.DATA)) {
      return ExitCode.DAMAGED;
    }
    return count(Fate.COPIED) > 0 ? ExitCode.PARTIAL : ExitCode.worst(failures);
  }
}
