package digital.vya.backup.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.MetricsExporter;
import digital.vya.backup.testkit.MetricsContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** The promises of an exporter, with a file that a real Pushgateway reads. */
class TextfileContractTest extends MetricsContract<TextfileConfig> {

  @TempDir Path folder;

  @Override
  protected MetricsExporter<TextfileConfig> exporter() {
    return new TextfileExporter();
  }

  @Override
  protected TextfileConfig config() {
    return new TextfileConfig(folder.resolve("vya_backup.prom"));
  }

  @Override
  protected TextfileConfig brokenConfig() {
    return new TextfileConfig(folder.resolve("nowhere").resolve("vya_backup.prom"));
  }

  @Override
  protected Optional<TextfileConfig> hangingConfig() {
    return Optional.empty();
  }

  @Override
  protected void awaitHanging() {
    throw new UnsupportedOperationException("a file does not wait");
  }

  @Override
  protected List<String> databases() throws IOException, InterruptedException {
    try (PushgatewayServer parser = PushgatewayServer.start()) {
      assertThat(parser.put("/metrics/job/file", Files.readAllBytes(config().file())).statusCode())
          .isEqualTo(200);
      return parser.databases();
    }
  }

  @Override
  protected List<String> secrets() {
    return List.of();
  }
}
