package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.core.RecoveryKit;
import digital.vya.backup.core.VyaBackup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "recovery-kit",
    description = {
      "Makes a folder for somebody who has the backups and not this software: where they are, how"
          + " to check them, and the commands of standard tools that restore the newest ones.",
      "Print it, or keep it where the backups are not. It holds no secret unless that is asked for."
    },
    mixinStandardHelpOptions = true)
final class RecoveryKitCommand implements Callable<Integer> {

  @Mixin private ConfiguredCommand configured = new ConfiguredCommand();
  @Mixin private Output output = new Output();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      required = true,
      description = "A new folder, or an empty one; only its owner will be able to look into it.")
  private Path out = Path.of("");

  @Option(
      names = "--newest",
      paramLabel = "N",
      defaultValue = "3",
      description = "Of each database in each storage so many backups (default: 3).")
  private int newest;

  @Option(
      names = "--with-secrets",
      description =
          "Put in the private keys that the configuration holds here: who has the kit can then read"
              + " every backup.")
  private boolean withSecrets;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (newest < 1) {
      throw new ParameterException(spec.commandLine(), "--newest takes a number from 1 on");
    }
    RecoveryKit kit;
    try (VyaBackup vya = configured.open()) {
      kit = vya.recoveryKit(new RecoveryKit.Order(out.toAbsolutePath(), newest, withSecrets));
    }
    output.print(json(kit), text -> text(kit, text));
    PrintWriter err = output.err();
    kit.unreadable().forEach(line -> err.println("warning: " + Output.plain(line)));
    if (!kit.secrets().isEmpty()) {
      err.println(
          "WARNING: %s holds PRIVATE KEYS: who has it can read every backup"
              .formatted(kit.folder()));
    } else if (withSecrets) {
      err.println("warning: the configuration holds no private key here, so the kit has none");
    }
    return kit.unreadable().isEmpty() ? ExitCode.COMPLETE : ExitCode.PARTIAL;
  }

  private static void text(RecoveryKit kit, PrintWriter out) {
    out.println(
        "%s tells of %d backups; begin with its README.md, and try it once"
            .formatted(kit.folder(), kit.backups()));
  }

  private static ObjectNode json(RecoveryKit kit) {
    ObjectNode document =
        JsonNodeFactory.instance
            .objectNode()
            .put("folder", kit.folder().toString())
            .put("backups", kit.backups());
    ArrayNode unreadable = document.putArray("unreadable");
    kit.unreadable().forEach(unreadable::add);
    ArrayNode secrets = document.putArray("secrets");
    kit.secrets().forEach(file -> secrets.add(file.toString()));
    return document;
  }
}
