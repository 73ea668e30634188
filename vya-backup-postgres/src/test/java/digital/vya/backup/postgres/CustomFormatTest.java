package digital.vya.backup.postgres;

import digital.vya.backup.testkit.BrokenTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/** The contract with dumps in custom format. */
@Tag("one-jdk")
final class CustomFormatTest extends PostgresContract {

  private static final int MAJOR = 15;

  CustomFormatTest() {
    super(MAJOR);
  }

  @Override
  protected PostgresConfig config() {
    return custom(super.config());
  }

  /** What is the same again and again would leave next to nothing of a compressed dump. */
  @Override
  protected void fill(String database) throws Exception {
    super.fill(database);
    PostgresServer.shared(MAJOR)
        .sql(
            database,
            "CREATE TABLE noise AS SELECT md5(g::text) AS a FROM generate_series(1, 40000) g");
  }

  @Override
  protected Optional<PostgresConfig> configWith(BrokenTool tool, Path folder) throws IOException {
    Path reader = folder.resolve(Archive.NAME);
    if (Files.notExists(reader)) {
      Files.createSymbolicLink(
          reader, PostgresServer.shared(MAJOR).toolsDir().resolve(Archive.NAME));
    }
    return super.configWith(tool, folder).map(CustomFormatTest::custom);
  }

  private static PostgresConfig custom(PostgresConfig config) {
    return config.withFormat(PostgresConfig.Format.CUSTOM, 1);
  }
}
