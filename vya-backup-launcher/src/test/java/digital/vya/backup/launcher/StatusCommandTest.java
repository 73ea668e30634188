package digital.vya.backup.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real files in a real folder, with the plugins of the distribution. */
final class StatusCommandTest {

  @TempDir Path folder;
  private Path config;
  private String out = "";
  private String err = "";

  @BeforeEach
  void oneInstance() throws IOException {
    Files.createDirectories(folder.resolve("store"));
    Files.writeString(folder.resolve("page.html"), "hello");
    config = folder.resolve("vya-backup.json");
    configure("\"schedule\": {\"every\": \"1d\"},");
  }

  private void configure(String more) throws IOException {
    Files.writeString(
        config,
        """
        {%s "server": {"name": "web1", "timezone": "UTC"},
         "run": {"state_dir": "FOLDER/state"},
         "storages": [{"id": "store", "type": "local", "path": "FOLDER/store"}],
         "instances": [{"id": "www", "dbms": "files",
                        "sets": {"site": {"include": ["FOLDER/page.html"]}}}]}
        """
            .formatted(more)
            .replace("FOLDER", folder.toString()));
  }

  private int run(String... command) {
    var output = new StringWriter();
    var errors = new StringWriter();
    String[] arguments = new String[command.length + 2];
    System.arraycopy(command, 0, arguments, 0, command.length);
    arguments[command.length] = "--config";
    arguments[command.length + 1] = config.toString();
    int code = Main.run(new PrintWriter(output, true), new PrintWriter(errors, true), arguments);
    out = output.toString();
    err = errors.toString();
    return code;
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out);
  }

  @Test
  void whatWasNeverBackedUpIsNotWellAndAfterABackupAllIs() throws IOException {
    assertThat(run("status")).as("%s%s", out, err).isEqualTo(3);
    assertThat(out).contains("NOT WELL", "has no complete backup", "NOT ALL IS WELL: 0 of 1");
    assertThat(run("backup", "--all")).as("%s%s", out, err).isZero();

    assertThat(run("status")).as("%s%s", out, err).isZero();
    assertThat(out)
        .contains("server web1", "www/site", "decoded", "storage store: ", " free")
        .contains("ALL IS WELL: 1 of 1 as they should be");
    assertThat(run("status", "--json")).isZero();
    JsonNode database = json().at("/servers/0/databases/0");
    assertThat(json().path("ok").asBoolean()).isTrue();
    assertThat(database.path("last_good").path("id").asText()).isNotEmpty();
    assertThat(database.path("due").asText()).isNotEmpty();
    assertThat(database.path("overdue").asBoolean()).isFalse();
  }

  @Test
  void anotherMachineReadsTheStorageAlone() throws IOException {
    assertThat(run("backup", "--all")).as("%s%s", out, err).isZero();
    configure("");
    Files.move(folder.resolve("state"), folder.resolve("elsewhere"));

    assertThat(run("status", "--from", "store")).as("%s%s", out, err).isZero();
    assertThat(out).contains("server web1", "www/site");
    assertThat(run("status", "--from", "stor")).isEqualTo(2);
    assertThat(err).contains("stor", "store");
    assertThat(run("status", "--from", "store", "--instance", "www")).isEqualTo(2);
    assertThat(run("status", "--instance", "none")).isEqualTo(2);
  }

  @Test
  void aDamagedFileOfAnotherMachineIsToldAndNotAllIsWell() throws IOException {
    assertThat(run("backup", "--all")).isZero();
    Files.writeString(folder.resolve("store/@status/web2.status.json"), "{\"format\": 1");

    assertThat(run("status", "--from", "store")).isEqualTo(3);
    assertThat(out).contains("web2.status.json", "damaged", "NOT ALL IS WELL: 1 of 1");
  }

  @Test
  void whoWantsToBeToldLearnsThatNobodyIs() {
    assertThat(run("backup", "--all")).isZero();
    assertThat(run("status", "--notify")).isEqualTo(3);
    assertThat(err).contains("not told: nobody is told: no notifications are configured");
  }

  @Test
  void whatIsDueIsBackedUpOnceAndThenNothingIsSaid() throws IOException {
    assertThat(run("schedule", "check")).isZero();
    assertThat(out).contains("DUE        www: it was never backed up");
    assertThat(run("backup", "--all", "--if-due")).as("%s%s", out, err).isZero();
    assertThat(out).contains("COMPLETE");
    assertThat(run("backup", "--all", "--if-due")).isZero();
    assertThat(out + err).isEmpty();
    assertThat(run("backup", "--all", "--if-due", "--json")).isZero();
    assertThat(json().path("outcome").asText()).isEqualTo("nothing_due");
    assertThat(run("backup", "--all", "--if-due", "--force")).isZero();
    assertThat(out).contains("COMPLETE");
    assertThat(run("schedule", "check", "--json")).isZero();
    assertThat(json().at("/instances/0/due").asBoolean()).isFalse();
    assertThat(json().at("/instances/0/why").asText()).startsWith("every 24h, last tried at");
  }

  @Test
  void theNextTimesAreToldInTheZoneOfTheServer() throws IOException {
    configure("\"schedule\": {\"cron\": \"30 0 * * *\"},");
    assertThat(run("backup", "--all")).isZero();
    assertThat(run("schedule", "next", "-n", "3")).isZero();
    assertThat(out.lines()).hasSize(3).allMatch(line -> line.endsWith(" 00:30 (UTC)  www"));
    assertThat(run("schedule", "next", "-n", "0")).isEqualTo(2);
    assertThat(run("schedule")).isEqualTo(2);
  }

  @Test
  void withoutAScheduleIfDueIsAMistake() throws IOException {
    configure("");
    assertThat(run("backup", "--all", "--if-due")).isEqualTo(2);
    assertThat(err).contains("there is no schedule");
    assertThat(run("backup", "--all", "--if-due", "--dry-run")).isEqualTo(2);
    assertThat(run("schedule", "next")).isZero();
    assertThat(out).contains("nothing has a schedule");
  }

  @Test
  void statsCountWhatIsRemembered() throws IOException {
    assertThat(run("stats")).isZero();
    assertThat(out).contains("nothing is remembered of the last 30 days");
    assertThat(run("backup", "--all")).isZero();
    Files.delete(folder.resolve("page.html"));
    assertThat(run("backup", "--all")).isNotZero();

    assertThat(run("stats", "--days", "1")).isZero();
    assertThat(out).contains("www/site", "in all", "50.0 %");
    assertThat(run("stats", "--json")).isZero();
    assertThat(json().at("/all/attempts").asInt()).isEqualTo(2);
    assertThat(json().at("/databases/0/success_percent").asDouble()).isEqualTo(50.0);
    assertThat(json().at("/databases/0/raw_bytes/min").asLong()).isPositive();
    assertThat(run("stats", "--days", "0")).isEqualTo(2);
  }

  @Test
  void aLittleCurveGoesFromTheSmallestToTheLargest() {
    assertThat(Sparkline.of(List.of(1L, 2L, 3L), true)).isEqualTo("▁▅█");
    assertThat(Sparkline.of(List.of(0L, 7L), false)).isEqualTo("_#");
    assertThat(Sparkline.of(List.of(5L, 5L), true)).isEqualTo("▅▅");
    assertThat(Sparkline.of(List.of(), true)).isEmpty();
    assertThat(Sparkline.of(List.of(Long.MAX_VALUE, 0L), false)).isEqualTo("#_");
  }
}
