package digital.vya.backup.it;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.it.Launcher.Result;
import digital.vya.backup.metrics.PushgatewayServer;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged launcher tells Prometheus. */
final class MetricsIT {

  @TempDir Path folder;
  private Launcher launcher;

  @BeforeEach
  void oneThatWorksAndOneThatDoesNot() throws Exception {
    launcher = new Launcher(Files.createDirectory(folder.resolve("launcher")));
    Files.createDirectory(folder.resolve("store"));
    Path data = Files.createDirectory(folder.resolve("data"));
    Shell.run("sqlite3", data.resolve("app.db").toString(), "create table t(a text)");
    Files.writeString(
        Files.createDirectory(folder.resolve("site")).resolve("index.html"), "<script>");
  }

  private Result backup(String metrics, String site) throws Exception {
    Path config =
        Launcher.configuration(
            folder.resolve("config.json"),
            """
            {"server": {"name": "srv"}, "run": {"state_dir": "%1$s/state"},
             "defaults": {"retry": {"attempts": 1}},
             "storages": [{"id": "local", "type": "local", "path": "%1$s/store"}],
             "instances": [
               {"id": "app", "dbms": "sqlite", "path": "%1$s/data"},
               {"id": "www", "dbms": "files", "sets": {"site": {"include": ["%1$s/%3$s"]}}}],
             "metrics": [%2$s]}
            """
                .formatted(folder, metrics, site));
    return launcher.run("backup", "--all", "--json", "--config", config.toString());
  }

  private static String gateway(String url) {
    return "{\"id\": \"push\", \"type\": \"pushgateway\", \"url\": \"" + url + "\"}";
  }

  private String textfile() {
    return "{\"id\": \"node\", \"type\": \"textfile\", \"file\": \"" + folder + "/vya.prom\"}";
  }

  @Test
  void aRunIsSeenInThePushgatewayAndInTheFile() throws Exception {
    try (PushgatewayServer server = PushgatewayServer.start()) {
      Result result = backup(gateway(server.url()) + "," + textfile(), "nowhere");

      assertThat(result.exitCode()).as("%s", result).isEqualTo(3);
      assertThat(server.metrics())
          .contains(
              "vya_backup_total{database=\"app.db\",dbms=\"sqlite\",instance=\"app\","
                  + "job=\"vya_backup\",outcome=\"complete\",server=\"srv\"} 1",
              "vya_backup_last_outcome{database=\"site\",dbms=\"files\",instance=\"www\","
                  + "job=\"vya_backup\",server=\"srv\"} 2");
      assertThat(Shell.run("sh", "-c", "promtool check metrics <" + folder + "/vya.prom"))
          .isEmpty();
      assertThat(folder.resolve("vya.prom"))
          .content()
          .contains("vya_backup_size_bytes{server=\"srv\",instance=\"app\",");
    }
  }

  @Test
  void aGatewayThatIsGoneIsAWarningAndNothingElse() throws Exception {
    String url;
    try (PushgatewayServer server = PushgatewayServer.start()) {
      url = server.url();
    }
    Result result = backup(gateway(url) + "," + textfile(), "site");

    assertThat(result.exitCode()).as("%s", result).isEqualTo(0);
    assertThat(result.json().path("warnings").toString())
        .contains("metrics push failed", "does not answer");
    assertThat(folder.resolve("vya.prom")).exists();
  }

  @Test
  void withoutTheJarTheConfigurationIsWrongAndThatIsSaid() throws Exception {
    List<Path> jars = new java.util.ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(launcher.home().resolve("lib"), "vya-backup-metrics*.jar")) {
      all.forEach(jars::add);
    }
    assertThat(jars).hasSize(1);
    for (Path jar : jars) {
      Files.delete(jar);
    }
    Result result = backup(textfile(), "site");

    assertThat(result.exitCode()).as("%s", result).isEqualTo(2);
    assertThat(result.out() + result.err())
        .contains("metrics[0].type: no metrics exporter named textfile");
    assertThat(stored()).isEmpty();
  }

  private List<Path> stored() throws IOException {
    try (var files = Files.walk(folder.resolve("store"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
