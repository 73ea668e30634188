package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "list",
    description = "Lists the ids of all secrets, and when each was given its value.",
    mixinStandardHelpOptions = true)
final class SecretsListCommand implements Callable<Integer> {

  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    SortedMap<String, Instant> all = store.open(Hidden.ofThisProcess()).list();
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    ArrayNode secrets = document.put("store", store.file().toString()).putArray("secrets");
    all.forEach((id, at) -> secrets.addObject().put("id", id).put("changed", at.toString()));
    output.print(document, out -> all.forEach((id, at) -> out.printf("%-20s  %s%n", at, id)));
    return ExitCode.COMPLETE;
  }
}
