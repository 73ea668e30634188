package digital.vya.backup.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.core.VyaBackup;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One template becomes a sound configuration for each server, or nothing at all. */
final class ServerCommandTest {

  private static final String TEMPLATE =
      """
      server:
        name: "{{SERVER_NAME}}"
        timezone: {{TIMEZONE}}
        labels:
          company: "{{COMPANY}}"
          note: "by {{ AUTHOR }}, in {{SERVER_LOCATION}}"
      schedule: {every: "{{BACKUP_INTERVAL}}"}
      storages: [{id: local, type: local, path: "/backups/{{SERVER_NAME}}"}]
      instances:
        - {id: main, dbms: postgresql, host: "${env:DB_HOST}", user: bkp, password: "${secret:pw}"}
      """;

  @TempDir Path folder;

  private final StringWriter err = new StringWriter();
  private Path template;

  @BeforeEach
  void writeTemplate() throws IOException {
    template = Files.writeString(folder.resolve("template.yaml"), TEMPLATE);
  }

  private int generate(String... more) {
    var all = new ArrayList<>(List.of("server", "generate"));
    all.addAll(List.of("--template", template.toString(), "--out", folder + "/out"));
    all.addAll(List.of(more));
    return Main.run(
        new PrintWriter(new StringWriter()),
        new PrintWriter(err, true),
        all.toArray(String[]::new));
  }

  private List<String> written() throws IOException {
    Path out = folder.resolve("out");
    if (!Files.exists(out)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(out)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void everyServerGetsItsOwnFileFromATable() throws IOException {
    Path table =
        Files.writeString(
            folder.resolve("servers.csv"),
            """
            SERVER_NAME,TIMEZONE,SERVER_LOCATION,BACKUP_INTERVAL
            sp-01,America/Sao_Paulo,"São Paulo, ""DC 1\""",6h
            rj-01,UTC,Rio,1d
            """);

    int code =
        generate(
            "sp-01",
            "rj-01",
            "--vars",
            table.toString(),
            "--var",
            "COMPANY=A \"B\" \\ C: #${x}",
            "--var",
            "AUTHOR=me");

    assertThat(code).as(err.toString()).isZero();
    assertThat(written()).containsExactly("rj-01.yaml", "sp-01.yaml");
    Path file = folder.resolve("out/sp-01.yaml");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    String shown =
        VyaBackup.builder()
            .registry(Plugins.discover())
            .config(
                "x.yaml",
                () -> text(file).replace("${env:DB_HOST}", "db").replace("${secret:pw}", "pw"))
            .effective()
            .json();
    assertThat(shown)
        .contains("\"company\" : \"A \\\"B\\\" \\\\ C: #$${x}\"")
        .contains("\"note\" : \"by me, in São Paulo, \\\"DC 1\\\"\"")
        .contains("\"timezone\" : \"America/Sao_Paulo\"");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsNotDefinedIsNamedAndNothingIsWritten() throws IOException {
    assertThat(generate("a", "b", "--var", "TIMEZONE=UTC", "--var", "COMPANY=c")).isEqualTo(2);
    assertThat(err.toString())
        .contains("a: the variable AUTHOR is not defined", "b: the variable SERVER_LOCATION");
    assertThat(written()).isEmpty();
  }

  @Test
  void aWrongResultIsToldWithItsPathAndNothingIsWritten() throws IOException {
    Path table =
        Files.writeString(
            folder.resolve("servers.json"),
            """
            {"good": {"TIMEZONE": "UTC"}, "bad": {"TIMEZONE": "Mars/Olympus"}}
            """);

    int code =
        generate(
            "good",
            "bad",
            "--vars",
            table.toString(),
            "--var",
            "COMPANY=c",
            "--var",
            "AUTHOR=a",
            "--var",
            "SERVER_LOCATION=l",
            "--var",
            "BACKUP_INTERVAL=6h");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("bad.yaml: server.timezone: is no time zone");
    assertThat(written()).isEmpty();
  }

  @Test
  void aNameThatLeavesTheFolderAndAValueThatLeavesItsPlaceAreRefused() throws IOException {
    Files.writeString(template, "{\"server\": {\"name\": \"{{SERVER_NAME}}\"}, \"run\": {{RUN}}}");
    assertThat(generate("../x", "--var", "RUN=1")).isEqualTo(2);
    assertThat(err.toString()).contains("../x: a server's name is");
    assertThat(generate("x", "--var", "RUN={}, \"audit\": {}")).isEqualTo(2);
    assertThat(err.toString()).contains("x: the value of RUN is more than a word");
    assertThat(written()).isEmpty();
  }

  @Test
  void aFileThatIsThereIsReplacedOnlyByForce() throws IOException {
    Files.writeString(
        template,
        """
        {"storages": [{"id": "local", "type": "local", "path": "/b"}],
         "instances": [{"id": "a", "dbms": "sqlite", "path": "/{{SERVER_NAME}}.db"}]}
        """);
    template = Files.move(template, folder.resolve("template.json"));

    assertThat(generate("x")).isZero();
    assertThat(generate("x")).isEqualTo(2);
    assertThat(err.toString()).contains("x.json is there already; --force replaces it");
    assertThat(generate("x", "--force")).isZero();
  }
}
