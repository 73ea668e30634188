package digital.vya.backup.postgres;

import digital.vya.backup.testkit.BrokenTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/** The contract with dumps in tar format. */
@Tag("one-jdk")
final class TarFormatTest extends PostgresContract {

  private static final int MAJOR = 15;

  TarFormatTest() {
    super(MAJOR);
  }

  @Override
  protected PostgresConfig config() {
    return tar(super.config());
  }

  @Override
  protected Optional<PostgresConfig> configWith(BrokenTool tool, Path folder) throws IOException {
    Path reader = folder.resolve(Archive.NAME);
    if (Files.notExists(reader)) {
      Files.createSymbolicLink(
          reader, PostgresServer.shared(MAJOR).toolsDir().resolve(Archive.NAME));
    }
    return super.configWith(tool, folder).map(TarFormatTest::tar);
  }

  private static PostgresConfig tar(PostgresConfig config) {
    return config.withFormat(PostgresConfig.Format.TAR, 1);
  }
}
