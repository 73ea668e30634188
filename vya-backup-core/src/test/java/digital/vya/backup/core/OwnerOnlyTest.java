package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnerOnlyTest {

  @TempDir Path folder;

  @Test
  void whatAKilledProcessLeftIsRemovedAlsoIfItHadTheIdOfThisOne() throws IOException {
    long own = ProcessHandle.current().pid();
    Path ours = OwnerOnly.temporaryFolder(folder);
    Path before = Files.createDirectory(folder.resolve("work-" + own + "-1234"));
    Files.writeString(before.resolve("half"), "a dump");
    Path dead = Files.createDirectory(folder.resolve("work-999999999-1"));
    Path other = Files.createDirectory(folder.resolve("work-" + living() + "-1"));
    Path foreign = Files.createDirectory(folder.resolve("workshop"));

    OwnerOnly.sweep(folder);

    assertThat(before).doesNotExist();
    assertThat(dead).doesNotExist();
    assertThat(ours).exists();
    assertThat(other).exists();
    assertThat(foreign).exists();
  }

  private static long living() {
    return ProcessHandle.current().parent().orElseThrow().pid();
  }
}
