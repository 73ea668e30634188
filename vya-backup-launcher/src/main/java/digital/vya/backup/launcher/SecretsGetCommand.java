package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Secret;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "get",
    description = "Prints a secret; asks first where it would be seen on a terminal.",
    mixinStandardHelpOptions = true)
final class SecretsGetCommand implements Callable<Integer> {

  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "ID", description = "Which one.")
  private String id = "";

  @Option(names = "--force", description = "Do not ask.")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    Secret secret =
        store.open(Hidden.ofThisProcess()).find(id).orElseThrow(() -> missing(store, id));
    if (!force
        && Boolean.getBoolean("vya.output.terminal")
        && !Dialog.of(output).agrees("This shows the secret " + id + " on the screen.")) {
      output.err().println("nothing was shown");
      return ExitCode.INTERRUPTED;
    }
    store.audit("get", id);
    output.print(
        JsonNodeFactory.instance.objectNode().put("id", id).put("value", secret.reveal()),
        out -> out.println(secret.reveal()));
    return ExitCode.COMPLETE;
  }

  static BackupException missing(StoreOptions store, String id) {
    return BackupException.configuration(
        "there is no secret %s in %s; secrets list shows what there is"
            .formatted(Output.plain(id), store.file()));
  }
}
