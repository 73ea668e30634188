package digital.vya.backup.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.Reason;
import digital.vya.backup.core.CheckResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpNamesEveryCommandAndEveryExitCode() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains(
            "backup", "restore", "restore-list", "verify", "test-connection", "config", "audit")
        .contains("plugins", "version", "generate-completion", "Exit codes", "130")
        .doesNotContain("warm-up");
  }

  @Test
  void theWarmUpOfTheStartScriptWorks() {
    assertThat(run("warm-up")).as("%s", err).isZero();
  }

  @Test
  void everyCommandHasAHelpAndUnderstandsJson() {
    for (String command :
        new String[] {
          "backup", "restore", "restore-list", "verify", "test-connection", "plugins", "version"
        }) {
      assertThat(run(command, "--help")).as(command).isZero();
      assertThat(out.toString()).as(command).contains("--json");
      out.getBuffer().setLength(0);
    }
  }

  @Test
  void aDatabaseWithoutItsInstanceIsAMistake() {
    assertThat(run("backup", "--all", "--database", "orders")).isEqualTo(2);
    assertThat(err.toString()).contains("--database needs --instance").contains("backup --help");
  }

  @Test
  void aMisspeltWordIsNamedAndTheNearestOneToo() {
    assertThat(run("restroe")).isEqualTo(2);
    assertThat(err.toString()).contains("no command or argument restroe").contains("--help");
    err.getBuffer().setLength(0);
    assertThat(run("backup", "--al")).isEqualTo(2);
    assertThat(err.toString()).contains("no option --al; did you mean --all");
    err.getBuffer().setLength(0);
    assertThat(run("backup")).isEqualTo(2);
    assertThat(err.toString()).contains("--instance=ID").doesNotContain("Error:");
  }

  @Test
  void aListOfNothingIsAMistakeAndNotAnEmptyCatalog() {
    assertThat(run("restore-list", "--limit", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--limit must be 1 or more");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void theConfigurationMayBeNamedBeforeAndAfterTheCommand() {
    for (String[] arguments :
        new String[][] {
          {"--config", "/nowhere.json", "config", "validate"},
          {"config", "validate", "--config", "/nowhere.json"},
          {"config", "validate", "-c", "/nowhere.json"}
        }) {
      assertThat(run(arguments)).isEqualTo(2);
      assertThat(err.toString()).contains("/nowhere.json").doesNotContain("Unknown");
      err.getBuffer().setLength(0);
    }
  }

  @Test
  void theShellCompletionIsGenerated() {
    assertThat(run("generate-completion")).isZero();
    assertThat(out.toString()).contains("restore-list");
  }

  @Test
  void textFromElsewhereCannotForgeLinesOrMoveTheCursor() {
    assertThat(Output.plain("a\rb\u001b[2Jc\u0007d")).isEqualTo("a?b?[2Jc?d");
  }

  @Test
  void whatAToolSaidInSeveralLinesLooksLikeNoneOfOurs() {
    var failure = new CheckResult.Failure(Reason.ENVIRONMENT, "no\nok         storage local");
    var check = new CheckResult("instance", "main", Optional.of(failure), List.of());
    Texts.checks(List.of(check), new PrintWriter(out, true));
    assertThat(out.toString().lines().filter(l -> l.startsWith("ok"))).isEmpty();
  }

  @Test
  void progressIsOneLineThatIsErasedInTheEnd() {
    var source = ArtifactSource.database("main", "fake", "orders");
    try (var line = new ProgressLine(new PrintWriter(err, true), true)) {
      line.on(new BackupEvent.RunStarted("run", Instant.EPOCH, 2));
      line.on(new BackupEvent.Progress(source, 10 << 20, Duration.ofSeconds(65)));
    }

    assertThat(err.toString())
        .contains("[....................] 0/2 main/orders 10.0 MiB 157.5 KiB/s 1:05")
        .endsWith("\r\u001b[K");
  }

  @Test
  void nobodyWatchingMeansNoProgressButRetriesAreTold() {
    var source = ArtifactSource.database("main", "fake", "orders");
    try (var line = new ProgressLine(new PrintWriter(err, true), false)) {
      line.on(new BackupEvent.RunStarted("run", Instant.EPOCH, 1));
      line.on(new BackupEvent.Progress(source, 10, Duration.ofSeconds(1)));
      assertThat(err.toString()).isEmpty();
      line.on(new BackupEvent.Retrying(source, 1, Duration.ofSeconds(2), "connection refused"));
    }

    assertThat(err.toString().strip())
        .isEqualTo("main/orders: connection refused; trying again in 2.0 s");
  }

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
