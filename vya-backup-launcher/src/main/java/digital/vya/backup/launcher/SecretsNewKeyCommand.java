package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import digital.vya.backup.core.SecretStore;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "new-key",
    description = "Makes a key file, readable by its owner alone. Keep a copy of it elsewhere.",
    mixinStandardHelpOptions = true)
final class SecretsNewKeyCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "FILE", description = "The file, which must not be there yet.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    SecretStore.makeKeyFile(file);
    output.print(
        JsonNodeFactory.instance.objectNode().put("key_file", file.toString()),
        out ->
            out.println(
                file + " is made; keep a copy elsewhere: what it seals is lost without it"));
    return ExitCode.COMPLETE;
  }
}
