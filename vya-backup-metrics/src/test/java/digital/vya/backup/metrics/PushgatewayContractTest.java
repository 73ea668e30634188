package digital.vya.backup.metrics;

import digital.vya.backup.api.MetricsExporter;
import digital.vya.backup.api.Secret;
import digital.vya.backup.testkit.MetricsContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The promises of an exporter, with a real Pushgateway behind TLS and a password. */
class PushgatewayContractTest extends MetricsContract<PushgatewayConfig> {

  private static final String WRONG = "wr0ng-SECRET";

  @TempDir static Path folder;
  private static Certified certified;
  private PushgatewayServer server;
  private Silent silent;

  @BeforeAll
  static void certify() throws Exception {
    certified = Certified.in(folder, "ip:127.0.0.1");
  }

  @BeforeEach
  void start() throws Exception {
    server = PushgatewayServer.start(certified);
    silent = new Silent();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    silent.close();
  }

  private static PushgatewayConfig at(String url, String password) {
    return new PushgatewayConfig(
        url, null, PushgatewayServer.USER, new Secret(password), certified.certificate(), null);
  }

  @Override
  protected MetricsExporter<PushgatewayConfig> exporter() {
    return new PushgatewayExporter();
  }

  @Override
  protected PushgatewayConfig config() {
    return at(server.url(), PushgatewayServer.PASSWORD);
  }

  @Override
  protected PushgatewayConfig brokenConfig() {
    return at(server.url(), WRONG);
  }

  @Override
  protected Optional<PushgatewayConfig> hangingConfig() {
    return Optional.of(at(silent.url(), PushgatewayServer.PASSWORD));
  }

  @Override
  protected void awaitHanging() throws InterruptedException {
    silent.asked.await();
  }

  @Override
  protected List<String> databases() throws IOException, InterruptedException {
    return server.databases();
  }

  @Override
  protected List<String> secrets() {
    return List.of(PushgatewayServer.PASSWORD, WRONG);
  }
}
