package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import digital.vya.backup.core.SecretStore;
import digital.vya.backup.core.StoreKey;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "rekey",
    description = "Seals the store with another key, in one step; the old one no longer opens it.",
    mixinStandardHelpOptions = true)
final class SecretsRekeyCommand implements Callable<Integer> {

  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private Output output = new Output();

  @ArgGroup(multiplicity = "1")
  private To to = new To();

  /** Exactly one of these. */
  static final class To {
    @Option(
        names = "--to-key-file",
        paramLabel = "FILE",
        description = "This key file, which secrets new-key made.")
    private @Nullable Path keyFile;

    @SuppressWarnings("unused") // What is none of the others is this.
    @Option(names = "--to-passphrase", description = "A passphrase, which is asked for.")
    private boolean passphrase;

    @Option(
        names = "--to-passphrase-file",
        paramLabel = "FILE",
        description = "The passphrase in this file.")
    private @Nullable Path passphraseFile;

    @Option(names = "--to-machine", description = "The identity of this machine.")
    private boolean machine;
  }

  @Override
  public Integer call() throws InterruptedException {
    Hidden hidden = Hidden.ofThisProcess();
    StoreKey old = store.key(hidden);
    StoreKey key = key(hidden);
    store.audit("rekey", store.file().toString());
    SecretStore.at(store.file(), old).rekey(key);
    output.print(
        JsonNodeFactory.instance
            .objectNode()
            .put("store", store.file().toString())
            .put("key", key.kind().id()),
        out -> out.println(store.file() + " is sealed with " + key.kind().words()));
    StoreOptions.warning(key.kind()).ifPresent(text -> output.err().println("warning: " + text));
    return ExitCode.COMPLETE;
  }

  private StoreKey key(Hidden hidden) {
    if (to.keyFile != null) {
      return new StoreKey.KeyFile(to.keyFile);
    }
    return to.machine
        ? new StoreKey.Machine()
        : new StoreKey.Passphrase(StoreOptions.newPassphrase(hidden, to.passphraseFile));
  }
}
