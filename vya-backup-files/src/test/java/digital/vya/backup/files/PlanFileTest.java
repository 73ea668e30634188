package digital.vya.backup.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlanFileTest {

  @TempDir Path folder;

  /** More than is held in memory at once, with names as long as a system allows. */
  private List<PlanEntry> write(Path file) throws IOException {
    var entries = new ArrayList<PlanEntry>();
    try (var writer = new PlanFile.Writer(file)) {
      for (int n = 0; n < 3000; n++) {
        var facts = new FolderFacts(n, -1, n, Instant.ofEpochSecond(-n, n));
        String name = "\u00ff\n".repeat(n % 3 == 0 ? 2000 : 3) + n;
        entries.add(
            n % 2 == 0
                ? PlanEntry.dress(name, n % 4 == 0 ? null : facts, facts)
                : PlanEntry.of(PlanEntry.Step.PUT, name));
      }
      for (PlanEntry entry : entries) {
        writer.add(entry);
      }
      writer.force();
    }
    return entries;
  }

  @Test
  void aPlanIsReadFromBothEnds() throws IOException {
    Path file = folder.resolve("plan");
    List<PlanEntry> entries = write(file);

    var read = new ArrayList<PlanEntry>();
    new PlanFile(file).forward(read::add);
    assertThat(read).isEqualTo(entries);

    read.clear();
    new PlanFile(file).backward(read::add);
    Collections.reverse(read);
    assertThat(read).isEqualTo(entries);
  }

  @Test
  void aPlanThatIsCutOffIsNotTakenForAWholeOne() throws IOException {
    Path file = folder.resolve("plan");
    write(file);
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 7);
    }
    assertThatThrownBy(() -> new PlanFile(file).forward(entry -> {}))
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> new PlanFile(file).backward(entry -> {}))
        .isInstanceOf(IOException.class);
  }
}
