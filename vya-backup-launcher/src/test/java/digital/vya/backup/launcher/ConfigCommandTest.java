package digital.vya.backup.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking at a configuration, and making one without being asked. */
final class ConfigCommandTest {

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private Path config(String more) throws IOException {
    Files.createDirectories(folder.resolve("store"));
    Files.writeString(folder.resolve("app.db"), "");
    return Files.writeString(
        folder.resolve("vya.json"),
        """
        {"run": {"state_dir": "%1$s/state"}, %2$s
         "storages": [{"id": "local", "type": "local", "path": "%1$s/store"}],
         "instances": [{"id": "www", "dbms": "files", "sets": {"s": {"include": ["%1$s"]}}}]}
        """
            .formatted(folder, more));
  }

  @Test
  void whatIsSeldomMeantIsNotedAndConnectingTellsWhatWorks() throws IOException {
    Path file = config("\"schedule\": {\"every\": \"1d\"},");

    assertThat(run("config", "validate", "-c", file.toString())).as(err.toString()).isZero();
    assertThat(out.toString()).contains("note: retention: there are no rules", file + " is valid");
    assertThat(run("config", "validate", "--connect", "-c", file.toString())).isZero();
    assertThat(out.toString()).contains("ok         instance www", "ok         storage local");
    Files.delete(folder.resolve("store"));
    assertThat(run("config", "validate", "--connect", "--json", "-c", file.toString()))
        .isEqualTo(2);
    assertThat(out.toString()).contains("\"valid\" : true", "\"ok\" : false");
  }

  @Test
  void connectingTellsWhatIsWrongInTheFileAsWell() throws IOException {
    Path file = config("\"serber\": 1,");

    assertThat(run("config", "validate", "--connect", "-c", file.toString())).isEqualTo(2);
    assertThat(out.toString())
        .contains("WRONG      serber: no such setting; did you mean server?")
        .contains("ok         instance www")
        .doesNotContain("is valid");
  }

  @Test
  void theEffectiveConfigurationIsJsonOrYaml() throws IOException {
    Path file = config("");

    assertThat(run("config", "show", "-c", file.toString())).isZero();
    assertThat(out.toString()).contains("\"min_free_bytes\" : 67108864");
    assertThat(run("config", "show", "--yaml", "-c", file.toString())).isZero();
    assertThat(out.toString()).contains("min_free_bytes: 67108864").doesNotContain("{\n");
    assertThat(run("config", "show", "--yaml", "--json", "-c", file.toString())).isEqualTo(2);
  }

  @Test
  void theSchemaKnowsWhatIsInstalled() {
    assertThat(run("config", "schema")).isZero();
    assertThat(out.toString()).contains("dbms.postgresql", "archiver.zstd", "storage.local");
  }

  @Test
  void aConfigurationIsMadeFromOptionsAloneAndTriedBefore() throws IOException {
    Path file = folder.resolve("etc/vya.json");
    String[] arguments = {
      "config",
      "init",
      "--non-interactive",
      "--engine",
      "files",
      "--include",
      folder + "/a,/etc",
      "--destination",
      folder + "/my backups",
      "--out",
      file.toString(),
      "--at",
      "7:05",
      "--name",
      "sp-01"
    };

    assertThat(run(arguments)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("5 7 * * * ", "--config " + file + " backup --all");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(folder.resolve("my backups")).isDirectory();
    assertThat(run("config", "validate", "-c", file.toString())).isZero();
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(err.toString()).contains("is there already", "--force replaces it");
  }

  @Test
  void whatDoesNotWorkIsNotWrittenUnlessItIsNotTried() throws IOException {
    Path file = folder.resolve("vya.json");
    Path password = Files.writeString(folder.resolve("pw"), "x");
    String[] arguments = {
      "config",
      "init",
      "--non-interactive",
      "--engine",
      "postgresql",
      "--host",
      "127.0.0.1",
      "--port",
      "1",
      "--user",
      "bkp",
      "--password-file",
      password.toString(),
      "--destination",
      folder + "/store",
      "--out",
      file.toString()
    };

    assertThat(run(arguments)).isEqualTo(4);
    assertThat(err.toString())
        .contains("nothing was written: instance main: ", "127.0.0.1:1", "others can read");
    assertThat(file).doesNotExist();
    String[] untried = java.util.Arrays.copyOf(arguments, arguments.length + 1);
    untried[arguments.length] = "--no-test";
    assertThat(run(untried)).as(err.toString()).isZero();
    assertThat(Files.readString(file)).contains("${file:" + password + "}");
  }

  @Test
  void mistakesInOptionsAreToldWithoutAnyQuestion() {
    assertThat(run("config", "init", "--non-interactive", "--engine", "oracle")).isEqualTo(2);
    assertThat(err.toString()).contains("--destination");
    assertThat(
            run(
                "config",
                "init",
                "--non-interactive",
                "--engine",
                "oracle",
                "--destination",
                folder.toString(),
                "--out",
                folder + "/x.json"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--engine must be one of", "postgresql");
    assertThat(
            run(
                "config",
                "init",
                "--non-interactive",
                "--engine",
                "postgresql",
                "--set",
                "password=hunter2",
                "--destination",
                folder.toString(),
                "--out",
                folder + "/x.json"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("password is a secret").doesNotContain("hunter2");
    assertThat(run("config", "init", "--out", folder + "/x.json")).isEqualTo(2);
    assertThat(err.toString()).contains("nobody sits at a terminal");
  }
}
