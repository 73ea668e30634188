package digital.vya.backup.it;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.BackupReport.Outcome;
import digital.vya.backup.api.Secret;
import digital.vya.backup.archive.ZstdArchiver;
import digital.vya.backup.core.BackupSelection;
import digital.vya.backup.core.PluginRegistry;
import digital.vya.backup.core.RestoreOrder;
import digital.vya.backup.core.VyaBackup;
import digital.vya.backup.files.LocalStorage;
import digital.vya.backup.files.LocalStorageConfig;
import digital.vya.backup.postgres.PostgresConfig;
import digital.vya.backup.postgres.PostgresDriver;
import digital.vya.backup.sqlite.SqliteConfig;
import digital.vya.backup.sqlite.SqliteDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the README, compiled and run. */
final class EmbeddingTest {

  @TempDir Path folder;

  @Test
  void aConfigurationFileIsAllThatItTakes() throws Exception {
    database();
    Path config =
        Files.writeString(
            folder.resolve("vya-backup.json"),
            """
            {"run": {"state_dir": "%1$s/state"},
             "storages": [{"id": "local", "type": "local", "path": "%1$s/store"}],
             "instances": [{"id": "app", "dbms": "sqlite", "path": "%1$s/data"}]}
            """
                .formatted(folder));
    try (VyaBackup vya =
        VyaBackup.builder()
            .registry(PluginRegistry.discover(getClass().getClassLoader()))
            .config(config)
            .build()) {
      BackupReport report = vya.backup(BackupSelection.all());

      assertThat(report.outcome()).as("%s", report).isEqualTo(Outcome.COMPLETE);
    }
  }

  @Test
  void theSameIsSaidInTypesWithoutAnyFile() throws Exception {
    Path data = database();
    try (VyaBackup vya =
        VyaBackup.builder()
            .registry(PluginRegistry.of(new ZstdArchiver()))
            .stateDir(folder.resolve("state"))
            .storage("local", new LocalStorage(), LocalStorageConfig.of(folder.resolve("store")))
            .instance("app", new SqliteDriver(), new SqliteConfig(data))
            .build()) {
      assertThat(vya.backup(BackupSelection.all()).outcome()).isEqualTo(Outcome.COMPLETE);
      vya.restore(
          RestoreOrder.of(new RestoreOrder.Origin.Latest("app", Optional.of("app.db")))
              .to("copy.db"));
    }
    assertThat(data.resolve("copy.db")).hasSize(Files.size(data.resolve("app.db")));
  }

  @Test
  void aServerThatIsDownIsAResultAndNoException() throws Exception {
    Files.createDirectory(folder.resolve("store"));
    var config = PostgresConfig.of("127.0.0.1", 1, "bkp", new Secret("x"));
    try (VyaBackup vya =
        VyaBackup.builder()
            .registry(PluginRegistry.of(new ZstdArchiver()))
            .stateDir(folder.resolve("state"))
            .storage("local", new LocalStorage(), LocalStorageConfig.of(folder.resolve("store")))
            .instance("shop", new PostgresDriver(), config)
            .build()) {
      BackupReport report = vya.backup(BackupSelection.all());

      assertThat(report.failed())
          .singleElement()
          .satisfies(failed -> assertThat(failed.message()).contains("127.0.0.1:1"));
    }
  }

  private Path database() throws Exception {
    Files.createDirectory(folder.resolve("store"));
    Path data = Files.createDirectory(folder.resolve("data"));
    Shell.run(
        "sqlite3",
        data.resolve("app.db").toString(),
        "create table t(a); insert into t values (1)");
    return data;
  }
}
