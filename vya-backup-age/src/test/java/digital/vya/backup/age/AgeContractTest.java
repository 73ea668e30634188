package digital.vya.backup.age;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.testkit.ArchiverContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

final class AgeContractTest extends ArchiverContract<AgeConfig> {

  @TempDir static Path keys;

  @Override
  protected Archiver<AgeConfig> archiver() {
    return new AgeArchiver();
  }

  @Override
  protected AgeConfig config() {
    return AgeConfig.with(Keys.ONE.file());
  }

  @Override
  protected boolean repeatable() {
    return false;
  }

  @Override
  protected List<String> standardTool() {
    Path file = keys.resolve("key.txt");
    try {
      Files.writeString(file, Keys.ONE.file().reveal());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of("age", "-d", "-i", file.toString());
  }
}
