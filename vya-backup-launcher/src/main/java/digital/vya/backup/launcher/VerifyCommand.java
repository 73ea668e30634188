package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.Reason;
import digital.vya.backup.core.Sample;
import digital.vya.backup.core.VerifyOrder;
import digital.vya.backup.core.VerifyResult;
import digital.vya.backup.core.VyaBackup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
    name = "verify",
    description =
        "Reads stored backups again, decodes them to the end and compares the hashes; with --restore"
            + " tries them by a restore into a scratch database.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

  @Mixin private ConfiguredCommand configured = new ConfiguredCommand();
  @Mixin private Output output = new Output();

  @ArgGroup private Which which = new Which();

  @Option(
      names = "--restore",
      description =
          "Restore each into a scratch database, compare its tables with what was backed up, drop it"
              + " again, and measure how long that took.")
  private boolean restore;

  @Option(
      names = "--on",
      paramLabel = "ID",
      description = "With --restore: try the backups on this instance.")
  private @Nullable String on;

  @Option(
      names = "--sample",
      paramLabel = "PART",
      description =
          "Only a part of each storage, such as 10%% or 200: what was never verified first, then what"
              + " was so longest ago.")
  private @Nullable String sample;

  @Option(
      names = "--rate",
      paramLabel = "BYTES",
      description = "Read at most so much in a second, such as 20MB.")
  private @Nullable String rate;

  @Spec private CommandSpec spec = CommandSpec.create();

  private int sound;
  private int damaged;
  private final List<Reason> failures = new ArrayList<>();

  /** At most one of these. */
  static final class Which {
    @SuppressWarnings("unused") // What is not one of the others is all.
    @Option(names = "--all", description = "All backups (the default).")
    private boolean all;

    @Option(names = "--backup", paramLabel = "ID", description = "One that restore-list shows.")
    private @Nullable String backup;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    VerifyOrder order = order();
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    ArrayNode results = document.putArray("backups");
    try (VyaBackup vya = configured.open()) {
      vya.verify(order, result -> take(result, results));
    }
    document.put("sound", sound);
    document.put("damaged", damaged);
    document.put("failed", failures.size());
    output.print(document, out -> out.println(conclusion()));
    if (damaged > 0) {
      return ExitCode.DAMAGED;
    }
    return failures.isEmpty() ? ExitCode.COMPLETE : ExitCode.worst(failures);
  }

  private VerifyOrder order() {
    if (which.backup != null && sample != null) {
      throw new ParameterException(
          spec.commandLine(), "--sample takes a part of all, so it does not go with --backup");
    }
    VerifyOrder order =
        which.backup == null ? VerifyOrder.all() : VerifyOrder.one(String.valueOf(which.backup));
    order = restore ? order.restoring() : order;
    order = on == null ? order : order.on(on);
    order = sample == null ? order : order.sampling(Sample.parse(sample));
    return rate == null ? order : order.slowly(rate);
  }

  private String conclusion() {
    return sound
        + " sound, "
        + damaged
        + " damaged"
        + (failures.isEmpty() ? "" : ", " + failures.size() + " could not be tried");
  }

  private void take(VerifyResult result, ArrayNode results) {
    if (result.ok()) {
      sound++;
    } else if (result.damaged()) {
      damaged++;
    } else {
      failures.add(result.reason().orElse(Reason.BUG));
    }
    if (output.isJson()) {
      results.add(Json.verified(result));
    } else {
      Texts.verified(result, output.out());
      Texts.warnings(result, output.out());
    }
  }
}
