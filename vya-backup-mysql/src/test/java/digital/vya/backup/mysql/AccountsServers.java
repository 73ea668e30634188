package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Reason;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Two real servers of one version, the first of which has accounts. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class AccountsServers {

  final MysqlDriver driver = new MysqlDriver();
  private final String name;
  MysqlServer source;
  MysqlServer target;
  LocalHost host;
  private Path folder;

  AccountsServers(String name) {
    this.name = name;
  }

  @BeforeAll
  void start() throws Exception {
    source = MysqlServer.start(name);
    target = MysqlServer.start(name);
    AccountSamples.dropAllButRoot(source);
    AccountSamples.dropAllButRoot(target);
    AccountSamples.fillDatabase(source);
    AccountSamples.fill(source);
  }

  @AfterAll
  void stop() {
    source.close();
    target.close();
  }

  @BeforeEach
  void open(@TempDir Path temporary) throws Exception {
    folder = temporary;
    host = LocalHost.open(temporary.resolve("host"));
    AccountSamples.fillDatabase(target);
  }

  @AfterEach
  void clean() throws Exception {
    host.close();
    AccountSamples.clean(target);
  }

  /** Runs statements the way an administrator would, without our help. */
  void client(MysqlConfig config, String statements) throws Exception {
    Path options = Files.createTempFile(folder, "options", ".cnf");
    Flavour flavour = target.isMysql() ? Flavour.MYSQL : Flavour.MARIADB;
    Files.writeString(options, OptionFile.content(config, flavour));
    Path client = target.toolsDir().resolve(flavour.clients().get(0));
    var builder =
        new ProcessBuilder(
            client.toString(),
            "--defaults-file=" + options,
            // Names are sent before any statement can say so.
            "--default-character-set=utf8mb4");
    builder.environment().clear();
    builder.redirectInput(Files.writeString(folder.resolve("in"), statements).toFile());
    Path said = folder.resolve("said");
    builder.redirectErrorStream(true).redirectOutput(said.toFile());
    int code = builder.start().waitFor();
    assertThat(code).as(Files.readString(said)).isZero();
  }

  String file(String... lines) {
    return String.join("\n", lines) + "\n" + AccountsFile.END + "\n";
  }

  String dump(MysqlServer server) throws Exception {
    return dump(server.config());
  }

  String dumpAs(String user) throws Exception {
    return dump(target.config(user, "b"));
  }

  private String dump(MysqlConfig config) throws IOException, InterruptedException {
    var sink = new ByteArrayOutputStream();
    driver.dumpGlobals(config, sink, host);
    return sink.toString(StandardCharsets.UTF_8);
  }

  void restore(String dump) throws Exception {
    restoreAs(target.config(), dump, host);
  }

  void restoreAs(MysqlConfig config, String dump, Host to) throws Exception {
    var bytes = new ByteArrayInputStream(dump.getBytes(StandardCharsets.UTF_8));
    driver.restoreGlobals(config, bytes, to);
  }

  void assertRefused(String dump) {
    var failure = failure(() -> restore(dump));
    assertThat(failure.reason()).isEqualTo(Reason.DATA);
  }

  static BackupException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    var failure = catchThrowableOfType(BackupException.class, call);
    assertThat(failure).as("a BackupException").isNotNull();
    assertThat(failure.getMessage()).doesNotContain("\n");
    return failure;
  }
}
