package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.core.SecretStore;
import digital.vya.backup.core.StoreKey;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "info",
    description = "Tells where the store is, what opens it, and what that protects from.",
    mixinStandardHelpOptions = true)
final class SecretsInfoCommand implements Callable<Integer> {

  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    Optional<StoreKey.Kind> kind = SecretStore.kindOf(store.file());
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("store", store.file().toString()).put("exists", kind.isPresent());
    Optional<BackupException> shut = Optional.empty();
    if (kind.isPresent()) {
      document.put("key", kind.get().id());
      StoreOptions.warning(kind.get()).ifPresent(text -> document.put("warning", text));
      shut = count(document);
    }
    output.print(document, out -> text(document, kind, out));
    if (shut.isPresent()) {
      throw shut.get();
    }
    return ExitCode.COMPLETE;
  }

  /** Nobody is asked for a passphrase: what a first line tells needs no key. */
  private Optional<BackupException> count(ObjectNode document) {
    try {
      int count = SecretStore.at(store.file(), store.known()).list().size();
      document.put("opens", true).put("secrets", count);
      return Optional.empty();
    } catch (BackupException e) {
      document.put("opens", false);
      return Optional.of(e);
    }
  }

  private static void text(ObjectNode document, Optional<StoreKey.Kind> kind, PrintWriter out) {
    out.println("store    " + document.path("store").asText());
    if (kind.isEmpty()) {
      out.println("there is none yet; secrets add makes it");
      return;
    }
    out.println("key      " + kind.get().words());
    if (document.path("opens").asBoolean()) {
      out.println("secrets  " + document.path("secrets").asInt());
    }
    String warning = Objects.toString(document.path("warning").textValue(), "");
    if (!warning.isEmpty()) {
      out.println("warning: " + warning);
    }
  }
}
