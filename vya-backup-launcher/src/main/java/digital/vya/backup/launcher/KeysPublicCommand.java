package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "public",
    description = "Prints the public keys that belong to the private ones in a file.",
    mixinStandardHelpOptions = true)
final class KeysPublicCommand implements Callable<Integer> {

  private static final int LARGEST = 64 * 1024;

  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "FILE", description = "What keys generate or age-keygen made.")
  private Path file = Path.of("");

  @Override
  public Integer call() throws IOException {
    List<String> keys = KeysCommand.encryption().publicKeys(new Secret(text()));
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    ArrayNode array = document.putArray("public_keys");
    keys.forEach(array::add);
    output.print(document, out -> keys.forEach(out::println));
    return ExitCode.COMPLETE;
  }

  private String text() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw BackupException.configuration("there is no file " + file + "; name another one");
    } catch (AccessDeniedException e) {
      throw BackupException.configuration(
          file + " cannot be read: permission denied; run as its owner");
    }
  }
}
