package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.DbmsDriver;
import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.Secret;
import digital.vya.backup.api.ServerInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreSourceTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir private Path folder;

  /** An engine that writes down what password it is given. */
  static final class Locked implements DbmsDriver<Locked.Config> {

    /** A password. */
    public record Config(Secret password) {}

    private final List<String> used = new ArrayList<>();

    @Override
    public String name() {
      return "locked";
    }

    @Override
    public Class<Config> configType() {
      return Config.class;
    }

    @Override
    public ServerInfo check(Config config, Host host) {
      return new ServerInfo("Locked", "1", List.of());
    }

    @Override
    public List<String> databases(Config config, Host host) {
      return List.of("one");
    }

    @Override
    public String dumpName(Config config, String database) {
      return database + ".txt";
    }

    @Override
    public DumpInfo dump(Config config, DumpRequest what, OutputStream sink, Host host)
        throws IOException {
      used.add(config.password().reveal());
      sink.write(1);
      return new DumpInfo("1", "locked 1", Map.of());
    }

    @Override
    public void restore(Config config, RestoreRequest into, InputStream dump, Host host) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void aChangedSecretIsUsedByTheNextRunWithoutARestart() throws Exception {
    Path machineId = Files.writeString(folder.resolve("id"), "a".repeat(32));
    Path file = folder.resolve("secrets.vya");
    SecretStore store = new SecretStore(file, new StoreKey.Machine(), new StoreSeal(machineId));
    store.put(Map.of("db", new Secret("first-password")), NOW);
    var engine = new Locked();
    PluginRegistry registry =
        PluginRegistry.of(
            engine,
            new ReverseArchiver(),
            new MemoryStorage(),
            new StoreSource(new StoreSeal(machineId), Map.of()));

    try (VyaBackup vya =
        VyaBackup.builder().registry(registry).config("vya.json", () -> config(file)).build()) {
      assertThat(vya.backup(BackupSelection.all()).outcome())
          .isEqualTo(BackupReport.Outcome.COMPLETE);
      store.put(Map.of("db", new Secret("second-password")), NOW);
      assertThat(vya.backup(BackupSelection.all()).outcome())
          .isEqualTo(BackupReport.Outcome.COMPLETE);
      store.rekey(keyFile());
      assertThatThrownBy(() -> vya.backup(BackupSelection.all()))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("the secret source store fails")
          .hasMessageContaining("is sealed with a key file");
    }

    assertThat(engine.used).containsExactly("first-password", "second-password");
  }

  private StoreKey keyFile() {
    SecretStore.makeKeyFile(folder.resolve("k.key"));
    return new StoreKey.KeyFile(folder.resolve("k.key"));
  }

  private String config(Path file) {
    return """
        {"secrets": [{"id": "store", "type": "store", "path": "%s"}],
         "run": {"state_dir": "%s"},
         "defaults": {"archive": ["reverse"]},
         "storages": [{"id": "m", "type": "memory"}],
         "instances": [{"id": "a", "dbms": "locked", "password": "${secret:db}"}]}
        """
        .formatted(file, folder.resolve("state"));
  }

  @Test
  void theSourceIsFoundInTheCoresOwnJar() {
    assertThat(PluginRegistry.discover(StoreSource.class.getClassLoader()).secretSource("store"))
        .containsInstanceOf(StoreSource.class);
  }

  @Test
  void idsThatOnlyOtherSourcesCanHaveAreLeftToThem() {
    var config = new StoreSource.Config(folder.resolve("none.vya"), null, null);
    var source = new StoreSource(new StoreSeal(folder), Map.of());
    try (LocalHost host = LocalHost.open(folder)) {
      assertThat(source.find(config, "path/to#key", host)).isEmpty();
      assertThatThrownBy(() -> source.find(config, "db", host))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("there is no secret store");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatOnePassphraseOpenedStaysShutForAnother() throws Exception {
    var seal = new StoreSeal(folder.resolve("none"));
    Path file = folder.resolve("words.vya");
    var words = new Secret("correct horse battery");
    new SecretStore(file, new StoreKey.Passphrase(words), seal)
        .put(Map.of("a", new Secret("1"), "b", new Secret("2")), NOW);
    var source = new StoreSource(seal, Map.of("VYA_BACKUP_PASSPHRASE", words.reveal()));
    try (LocalHost host = LocalHost.open(folder)) {
      var config = new StoreSource.Config(file, null, null);
      assertThat(source.find(config, "a", host)).contains(new Secret("1"));
      assertThat(source.find(config, "b", host)).contains(new Secret("2"));
      var wrong = new StoreSource.Config(file, null, new Secret("correct horse batterx"));
      assertThatThrownBy(() -> source.find(wrong, "a", host))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("the passphrase does not open");
      assertThat(Optional.of(config.toString())).get().asString().doesNotContain("correct");
    }
  }
}
