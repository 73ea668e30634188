package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Secret;
import digital.vya.backup.core.LocalHost;
import digital.vya.backup.core.SecretStore;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    description = "Adds all secrets of a file, in one step.",
    mixinStandardHelpOptions = true)
final class SecretsImportCommand implements Callable<Integer> {

  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private Output output = new Output();

  @Parameters(
      paramLabel = "FILE",
      description =
          "A JSON object of id and value, lines NAME=value, or the vault.json.enc of an older"
              + " program; - is standard input.")
  private String file = "";

  @Option(
      names = "--from",
      paramLabel = "FORM",
      description = "How it is written: ${COMPLETION-CANDIDATES}; else it is told by its content.")
  private SecretFile.@Nullable Form form;

  @Option(
      names = "--hostname",
      paramLabel = "NAME",
      description = "For an old vault: the host it was made on, if that is not this one.")
  private @Nullable String hostName;

  @Option(names = "--dry-run", description = "Tell what would be added, and change nothing.")
  private boolean dryRun;

  @Option(names = "--replace", description = "Give secrets that are there the values of the file.")
  private boolean replace;

  @Override
  public Integer call() throws InterruptedException {
    Hidden hidden = Hidden.ofThisProcess();
    Map<String, Secret> secrets =
        SecretFile.read(file, SecretFile.text(file, System.in), form, hostName());
    Main.MASK.learn(secrets.values().stream().map(Secret::reveal).toList());
    List<String> odd = secrets.keySet().stream().filter(id -> !SecretStore.isId(id)).toList();
    if (!odd.isEmpty()) {
      throw BackupException.configuration(
          "secrets cannot be called %s; take 1 to 128 letters, digits and . _ / @ + -"
              .formatted(Output.plain(String.join(", ", odd))));
    }
    SecretStore opened = store.open(hidden);
    Map<String, String> what = compared(opened, secrets);
    List<String> other =
        what.keySet().stream().filter(id -> "changed".equals(what.get(id))).toList();
    if (!other.isEmpty() && !replace) {
      throw BackupException.configuration(
          "the store has other values for %s; take those of the file with --replace"
              .formatted(String.join(", ", other)));
    }
    var wanted = new TreeMap<>(secrets);
    wanted.keySet().removeIf(id -> "same".equals(what.get(id)));
    if (!dryRun && !wanted.isEmpty()) {
      store.audit("import", String.join(", ", wanted.keySet()));
      opened.put(wanted, Instant.now());
    }
    tell(what);
    return ExitCode.COMPLETE;
  }

  private String hostName() {
    return hostName == null ? LocalHost.hostName() : hostName;
  }

  private Map<String, String> compared(SecretStore opened, Map<String, Secret> secrets) {
    boolean none = Files.notExists(store.file());
    var what = new TreeMap<String, String>();
    secrets.forEach(
        (id, value) -> {
          Optional<Secret> there = none ? Optional.empty() : opened.find(id);
          what.put(id, there.isEmpty() ? "added" : there.get().equals(value) ? "same" : "changed");
        });
    return what;
  }

  private void tell(Map<String, String> what) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("store", store.file().toString()).put("dry_run", dryRun);
    var list = document.putArray("secrets");
    what.forEach((id, status) -> list.addObject().put("id", id).put("status", status));
    output.print(
        document, out -> what.forEach((id, status) -> out.printf("%-8s %s%n", status, id)));
    if (!dryRun) {
      SecretStore.kindOf(store.file())
          .flatMap(StoreOptions::warning)
          .ifPresent(text -> output.err().println("warning: " + text));
    }
  }
}
