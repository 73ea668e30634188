package digital.vya.backup.testkit.selftest;

import digital.vya.backup.api.DbmsDriver;
import digital.vya.backup.api.Secret;
import digital.vya.backup.testkit.BrokenTool;
import digital.vya.backup.testkit.DbmsDriverContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

abstract class FakeDriverContract extends DbmsDriverContract<FakeDriver.Config> {

  private final FakeDriver driver;
  FakeServer server;

  FakeDriverContract(FakeDriver driver) {
    this.driver = driver;
  }

  @BeforeEach
  void startServer(@TempDir Path folder) {
    server = new FakeServer(folder);
  }

  @Override
  protected DbmsDriver<FakeDriver.Config> driver() {
    return driver;
  }

  @Override
  protected FakeDriver.Config config() {
    return with(FakeServer.PASSWORD, List.of());
  }

  @Override
  protected FakeDriver.Config brokenConfig() {
    return with("the-wrong-password", List.of());
  }

  private FakeDriver.Config with(String password, List<Path> tools) {
    return new FakeDriver.Config(server.folder(), new Secret(password), tools);
  }

  @Override
  protected Optional<FakeDriver.Config> configWith(BrokenTool tool, Path folder)
      throws IOException {
    if (!(driver instanceof FakeToolDriver)) {
      return Optional.empty();
    }
    tool.standInFor(Path.of("/bin/cat"), folder);
    return Optional.of(with(FakeServer.PASSWORD, List.of(folder)));
  }

  @Override
  protected List<String> secrets() {
    return List.of(FakeServer.PASSWORD, "the-wrong-password");
  }

  @Override
  protected void create(String database) throws IOException {
    server.create(database);
  }

  @Override
  protected void fill(String database) throws IOException {
    server.fill(database);
  }

  @Override
  protected void drop(String database) throws IOException {
    server.drop(database);
  }

  @Override
  protected Optional<Object> content(String database) throws IOException {
    return server.content(database);
  }
}
