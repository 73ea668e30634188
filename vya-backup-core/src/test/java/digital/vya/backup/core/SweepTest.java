package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.BackupReport.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What killed runs left. */
final class SweepTest {

  private static final String DEAD = "work-999999999999999999-";

  @TempDir Path folder;
  private Path work;

  @BeforeEach
  void twoWereKilled() throws IOException {
    work = Files.createDirectories(folder.resolve("state").resolve("work"));
    for (int n = 1; n <= 2; n++) {
      Files.writeString(Files.createDirectory(work.resolve(DEAD + n)).resolve("half"), "a dump");
    }
  }

  private static Path deep(Path top) throws IOException {
    Path path = top;
    for (int n = 0; n < 11; n++) {
      path = path.resolve("x".repeat(200));
    }
    return Files.createDirectories(path);
  }

  @Test
  void whatCannotBeRemovedIsAWarningAndTheRunGoesOn() throws IOException {
    var setup = new Setup(folder.resolve("state"));
    setup.driver.databases.put("orders", "ten orders");
    // Not even root can delete by a path that is longer than the system takes.
    Path inner = folder.resolve("inner");
    deep(inner);
    Path end = deep(work.resolve(DEAD + 1)).resolve("inner");
    Files.move(inner, end);
    try {
      BackupReport report = setup.backup();

      assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
      assertThat(report.warnings())
          .singleElement()
          .asString()
          .startsWith("what a killed run left cannot be removed: ")
          .endsWith("; remove " + work.resolve(DEAD + 1) + " by hand");
      assertThat(work.resolve(DEAD + 2)).doesNotExist();
    } finally {
      Files.move(end, inner);
    }
  }
}
