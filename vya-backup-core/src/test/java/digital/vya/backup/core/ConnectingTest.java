package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Notifier;
import digital.vya.backup.api.Secret;
import digital.vya.backup.api.SecretSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything a configuration leads to is reached, and all that is wrong is told at once. */
final class ConnectingTest {

  @TempDir Path folder;

  private final FakeDriver driver = new FakeDriver();
  private final MemoryStorage storage = new MemoryStorage();

  /** The settings of both. */
  public record Config(String host) {}

  record Mail() implements Notifier<Config> {
    @Override
    public String name() {
      return "mail";
    }

    @Override
    public Class<Config> configType() {
      return Config.class;
    }

    @Override
    public void send(Config config, BackupReport report, Host host) {
      throw new AssertionError("nobody is to be told");
    }

    @Override
    public List<String> reach(Config config, Host host) throws IOException {
      if ("down".equals(config.host())) {
        throw new IOException("connection refused");
      }
      return List.of(config.host() + ":587");
    }
  }

  record Vault() implements SecretSource<Config> {
    @Override
    public String name() {
      return "vault";
    }

    @Override
    public Class<Config> configType() {
      return Config.class;
    }

    @Override
    public Optional<Secret> find(Config config, String id, Host host) {
      return Optional.empty();
    }
  }

  private ConnectReport connect(String more) throws InterruptedException {
    String json =
        """
        {"run": {"state_dir": "%s"}, "defaults": {"archive": []},
         "storages": [{"id": "st", "type": "memory"}],
         "secrets": [{"id": "v", "type": "vault", "host": "v1"}], %s}
        """
            .formatted(folder, more);
    return VyaBackup.builder()
        .registry(PluginRegistry.of(driver, storage, new Mail(), new Vault()))
        .config("vya.json", () -> json)
        .connect();
  }

  @Test
  void whatIsSoundIsReachedAlthoughOtherThingsAreNot() throws Exception {
    storage.onOpen =
        () -> {
          throw new IOException("read-only file system");
        };

    ConnectReport report =
        connect(
            """
            "instances": [{"id": "a", "dbms": "fake"}, {"id": "b", "dbms": "fake", "hots": 1},
                          {"id": "c", "dbms": "fake", "include": ["${secret:none}"]}],
            "notifications": [{"id": "up", "type": "mail", "host": "smtp"},
                              {"id": "gone", "type": "mail", "host": "down"}]
            """);

    assertThat(report.problems())
        .containsExactly(
            "instances[2].include[0]: there is no secret none in v",
            "instances[1].hots: no such setting");
    assertThat(report.notes())
        .containsExactly("retention: there are no rules, so no backup is ever deleted");
    assertThat(report.checks())
        .extracting(check -> check.kind() + " " + check.id() + " " + check.failure().isEmpty())
        .containsExactly(
            "secret source v true",
            "instance a true",
            "storage st false",
            "notification up true",
            "notification gone false");
    assertThat(report.checks().get(0).details())
        .containsExactly("cannot be tried without using it");
    assertThat(report.checks().get(3).details()).containsExactly("smtp:587");
    assertThat(report.checks().get(4).failure().orElseThrow().message())
        .contains("connection refused");
  }

  @Test
  void whatIsSeldomMeantIsNoted() {
    assertThat(notes(""))
        .containsExactly(
            "retention: there are no rules, so no backup is ever deleted",
            "notifications: there are none, so nobody is told when a run fails");
    assertThat(notes(", \"retention\": {\"keep_daily\": 7}")).hasSize(1);
    assertThat(notes(", \"schedule\": null")).hasSize(2);
  }

  private List<String> notes(String more) {
    var json =
        """
        {"storages": [{"id": "s", "type": "memory"}],
         "instances": [{"id": "i", "dbms": "fake", "archive": [], "schedule": {"every": "1d"}}]
         %s}
        """
            .formatted(more);
    return VyaBackup.builder()
        .registry(PluginRegistry.of(driver, storage))
        .config("vya.json", () -> json)
        .validate();
  }
}
