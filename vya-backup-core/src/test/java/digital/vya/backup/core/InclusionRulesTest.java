package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.ArtifactSource;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a server is backed up. It has app, crm, log_1, log_2 and a system database, mysql. */
final class InclusionRulesTest {

  @TempDir private Path folder;

  @ParameterizedTest(name = "include [{0}] exclude [{1}]")
  @CsvSource(
      delimiterString = "|",
      value = {
        // include     | exclude       | backed up               | warned of | failure
        "              |               | app crm log_1 log_2     |           |",
        "app           |               | app                     |           |",
        "crm app       |               | app crm                 |           |",
        "              | log_1         | app crm log_2           |           |",
        "app log_1     | log_1         | app                     |           |",
        "log_*         |               | log_1 log_2             |           |",
        "*             | log_?         | app crm                 |           |",
        "{app,crm} log_1 | *_[0-9]     | app crm                 |           |",
        "[!l]*         | c*            | app                     |           |",
        "app gone      |               | app                     | gone      |",
        "app gone lost | crm           | app                     | gone lost |",
        "app g*        |               | app                     |           |",
        "              | gone          | app crm log_1 log_2     |           |",
        "APP app       |               | app                     | APP       |",
        "app mysql     |               | app                     | mysql     |",
        "*             | app           | crm log_1 log_2         |           |",
        "gone          |               |                         |           | no database of main is left",
        "mysql         |               |                         |           | no database of main is left",
        "g*            |               |                         |           | no database of main is left",
        "              | *             |                         |           | no database of main is left",
        "app           | app           |                         |           | no database of main is left",
      })
  void whatIsBackedUp(
      @Nullable String include,
      @Nullable String exclude,
      @Nullable String expected,
      @Nullable String missing,
      @Nullable String failure)
      throws Exception {
    var setup = new Setup(folder);
    // An engine lists what can be dumped, which its system databases never can.
    List.of("app", "crm", "log_1", "log_2").forEach(name -> setup.driver.databases.put(name, "x"));
    setup.include = words(include);
    setup.exclude = words(exclude);
    BackupPlan plan = setup.facade().plan(BackupSelection.all());

    assertThat(plan.sources())
        .extracting(ArtifactSource::database)
        .containsExactlyElementsOf(words(expected));
    assertThat(plan.warnings())
        .containsExactlyElementsOf(
            words(missing).stream().map(name -> "main has no database " + name).toList());
    assertThat(plan.problems()).hasSize(failure == null ? 0 : 1);
    if (failure != null) {
      assertThat(plan.problems().get(0).message()).contains(failure);
    }
  }

  private static List<String> words(@Nullable String text) {
    return text == null ? List.of() : List.of(text.split(" "));
  }
}
