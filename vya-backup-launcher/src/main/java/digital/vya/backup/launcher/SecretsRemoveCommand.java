package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import digital.vya.backup.core.SecretStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "remove",
    description = "Removes a secret from the store.",
    mixinStandardHelpOptions = true)
final class SecretsRemoveCommand implements Callable<Integer> {

  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "ID", description = "Which one.")
  private String id = "";

  @Override
  public Integer call() throws InterruptedException {
    SecretStore opened = store.open(Hidden.ofThisProcess());
    store.audit("remove", id);
    if (!opened.remove(id)) {
      throw SecretsGetCommand.missing(store, id);
    }
    output.print(
        JsonNodeFactory.instance
            .objectNode()
            .put("store", store.file().toString())
            .put("id", id)
            .put("status", "removed"),
        out -> out.println("removed " + id + " from " + store.file()));
    return ExitCode.COMPLETE;
  }
}
