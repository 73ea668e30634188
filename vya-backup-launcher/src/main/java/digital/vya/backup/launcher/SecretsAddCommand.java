package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Secret;
import digital.vya.backup.core.SecretStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "add",
    description = {
      "Adds a secret: typed twice on a terminal that does not show it, or one line of standard"
          + " input.",
      "Makes the store if there is none."
    },
    mixinStandardHelpOptions = true)
final class SecretsAddCommand implements Callable<Integer> {

  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int SHORTEST = 12;
  private static final int LONGEST = 1024;

  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private Output output = new Output();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "ID", description = "What settings call it.")
  private String id = "";

  @ArgGroup private @Nullable From from;

  @Option(names = "--replace", description = "Give a secret that is there a new value.")
  private boolean replace;

  /** At most one of these. */
  static final class From {
    @Option(
        names = "--from-file",
        paramLabel = "F",
        description = "The value is what this file holds, without the end of its last line.")
    private @Nullable Path file;

    @Option(
        names = "--generate",
        paramLabel = "N",
        description = "The value is N random letters and digits, 12 to 1024.")
    private @Nullable Integer length;
  }

  @Override
  public Integer call() throws InterruptedException {
    Hidden hidden = Hidden.ofThisProcess();
    if (!SecretStore.isId(id)) {
      throw BackupException.configuration(
          "a secret cannot be called so; take 1 to 128 letters, digits and . _ / @ + -");
    }
    boolean isNew = Files.notExists(store.file());
    SecretStore opened = store.open(hidden);
    boolean known = !isNew && opened.list().containsKey(id);
    if (known && !replace) {
      throw BackupException.configuration(
          "there is a secret " + id + " already; give it a new value with --replace");
    }
    Secret value = value(hidden);
    Main.MASK.learn(Set.of(value.reveal()));
    store.audit("add", id);
    opened.put(Map.of(id, value), Instant.now());
    tell(known ? "changed" : "added", isNew);
    return ExitCode.COMPLETE;
  }

  private Secret value(Hidden hidden) {
    if (from != null && from.file != null) {
      return SecretFile.value(from.file);
    }
    if (from != null && from.length != null) {
      return generated(from.length);
    }
    return hidden.value("Secret " + id);
  }

  private Secret generated(int length) {
    if (length < SHORTEST || length > LONGEST) {
      throw new ParameterException(spec.commandLine(), "--generate takes a length of 12 to 1024");
    }
    var random = new SecureRandom();
    var value = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      value.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return new Secret(value.toString());
  }

  private void tell(String done, boolean isNew) {
    var kind = SecretStore.kindOf(store.file()).orElseThrow();
    output.print(
        JsonNodeFactory.instance
            .objectNode()
            .put("store", store.file().toString())
            .put("id", id)
            .put("status", done)
            .put("key", kind.id())
            .put("made_store", isNew),
        out ->
            out.println(
                isNew
                    ? "%s %s in the new store %s, sealed with %s"
                        .formatted(done, id, store.file(), kind.words())
                    : done + " " + id + " in " + store.file()));
    StoreOptions.warning(kind).ifPresent(text -> output.err().println("warning: " + text));
  }
}
