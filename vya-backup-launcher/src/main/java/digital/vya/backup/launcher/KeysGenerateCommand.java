package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.EncryptionKeys;
import digital.vya.backup.core.SecretStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "generate",
    description = {
      "Makes a pair of age keys and prints the public one, for the setting recipients.",
      "The private key goes to a new file that only its owner can read, or into the secret store;"
          + " it is never printed. Without it nobody can read the backups: keep a copy off this"
          + " machine."
    },
    mixinStandardHelpOptions = true)
final class KeysGenerateCommand implements Callable<Integer> {

  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private Output output = new Output();

  @ArgGroup(multiplicity = "1")
  private To to = new To();

  /** Exactly one of these. */
  static final class To {
    @Option(
        names = "--out",
        paramLabel = "FILE",
        description = "The file to make, as age-keygen makes it. It must not be there yet.")
    private @Nullable Path file;

    @Option(
        names = "--secret",
        paramLabel = "ID",
        description = "Put it into the secret store, for settings that name it as $${secret:ID}.")
    private @Nullable String secret;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    EncryptionKeys.Pair pair = KeysCommand.encryption().generate(Instant.now());
    Main.MASK.learn(
        pair.file().reveal().lines().filter(l -> !l.startsWith("#")).collect(Collectors.toSet()));
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("public_key", pair.publicKey());
    if (to.file != null) {
      NewFile.write(to.file, pair.file().reveal());
      document.put("file", to.file.toString());
    } else {
      keep(String.valueOf(to.secret), pair);
      document.put("store", store.file().toString()).put("secret", to.secret);
    }
    output.print(document, out -> out.println(pair.publicKey()));
    output
        .err()
        .println(
            "the private key is in "
                + (to.file == null
                    ? "%s as %s".formatted(store.file(), to.secret)
                    : to.file.toString())
                + "; keep a copy off this machine, for without it no backup can be read");
    return ExitCode.COMPLETE;
  }

  private void keep(String id, EncryptionKeys.Pair pair) throws InterruptedException {
    if (!SecretStore.isId(id)) {
      throw BackupException.configuration(
          "a secret cannot be called so; take 1 to 128 letters, digits and . _ / @ + -");
    }
    boolean isNew = Files.notExists(store.file());
    SecretStore opened = store.open(Hidden.ofThisProcess());
    if (!isNew && opened.list().containsKey(id)) {
      throw BackupException.configuration(
          "there is a secret " + id + " already, and nothing was changed; name another one");
    }
    store.audit("add", id);
    opened.put(Map.of(id, pair.file()), Instant.now());
  }
}
