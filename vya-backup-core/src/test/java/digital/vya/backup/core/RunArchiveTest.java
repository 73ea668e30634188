package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.core.RestoreOrder.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunArchiveTest {

  private static final String NOTES = "backup_metadata.json";

  @TempDir Path folder;
  private Setup setup;

  @BeforeEach
  void setUp() {
    setup = new Setup(folder.resolve("state"));
  }

  @Test
  void theMemberOfADatabaseIsRestored() throws Exception {
    Path zip =
        zip(
            Map.of(
                NOTES,
                "{}",
                "run/orders_20250116_143022.txt",
                "of the orders",
                "orders2_20250116_143022.txt",
                "of others",
                "crm.sql",
                "of the crm"));

    restore(zip, "orders");
    restore(zip, "crm");

    assertThat(setup.driver.restored)
        .containsEntry("orders", "of the orders")
        .containsEntry("crm", "of the crm");
  }

  @Test
  void theEnginePicksAmongThoseOfOneName() throws Exception {
    Path zip =
        zip(
            Map.of(
                "mysql_orders_20250116_143022.txt", "not ours",
                "20250116_143022_postgresql_orders.txt", "not ours",
                "orders_20250116_143022.txt", "ours"));

    restore(zip, "orders");

    assertThat(setup.driver.restored).containsEntry("orders", "ours");
  }

  @Test
  void withoutANameOrWithAnotherOneTheMembersAreListed() throws Exception {
    Path zip = zip(Map.of(NOTES, "{}", "a_20250116_143022.txt", "", "../b\n.txt", ""));

    assertThatThrownBy(() -> setup.facade().restore(order(zip, Optional.empty())))
        .hasMessageContaining("run.zip holds several dumps; name the database (--database): ")
        .hasMessageContaining("a_20250116_143022.txt")
        .hasMessageContaining("\"../b .txt\"")
        .hasMessageNotContaining(NOTES);
    assertThatThrownBy(() -> restore(zip, "c")).hasMessageContaining("run.zip holds no dump of c");
    assertThat(setup.driver.restored).isEmpty();
  }

  @Test
  void twoDumpsOfOneDatabaseAreNoChoiceForUs() throws Exception {
    Path zip = zip(Map.of("a_20250116_143022.txt", "", "a_20250117_143022.txt", ""));

    assertThatThrownBy(() -> restore(zip, "a")).hasMessageContaining("holds several dumps of a");
  }

  @Test
  void veryManyMembersAreNotHeldInMemory() throws Exception {
    var members = new LinkedHashMap<String, String>();
    for (int n = 0; n < 3_000; n++) {
      members.put("d" + n + "_20250116_143022.txt", "");
    }
    Path zip = zip(members);
    assertThatThrownBy(() -> restore(zip, "none")).hasMessageContaining(" and 2980 more");

    // The length that the end of the archive tells is believed only as far as it can be borne.
    try (var file = new RandomAccessFile(zip.toFile(), "rw")) {
      file.seek(file.length() - 22 + 12);
      file.writeInt(0xffffff7f);
    }
    assertThatThrownBy(() -> restore(zip, "d1"))
        .hasMessageContaining("holds more files than can be looked through");
  }

  @Test
  void damageAnywhereInTheMemberIsNeverTakenForADump() throws Exception {
    String dump = "x".repeat(500);
    Path zip = zip(Map.of("a_20250116_143022.txt", dump, "b.txt", "y"));
    byte[] whole = Files.readAllBytes(zip);
    setup.driver.restored.clear();
    for (int at = 4; at < whole.length; at++) {
      byte[] bytes = whole.clone();
      bytes[at] ^= 0x10;
      Path flipped = Files.write(folder.resolve("flipped.zip"), bytes);
      try {
        restore(flipped, "a");
      } catch (BackupException e) {
        assertThat(e.reason()).as(e.getMessage()).isNotEqualTo(Reason.BUG);
      }
      // Without a directory it is left, as it is, to the archiver, which refuses it.
      assertThat(setup.driver.restored.getOrDefault("a", ""))
          .as("byte %d", at)
          .matches(
              content -> content.isEmpty() || content.equals(dump) || content.startsWith("PK"));
      setup.driver.restored.clear();
    }
  }

  @Test
  void aMemberThatIsLongerThanItSaysIsNotReadToItsEnd() throws Exception {
    Path zip = understated();

    assertThatThrownBy(() -> restore(zip, "a")).hasMessageContaining("is damaged");
    assertThat(setup.driver.restored).isEmpty();
  }

  /** Says in its directory that a deflated member has one byte. */
  private Path understated() throws IOException {
    Path zip = zip(Map.of("a_20250116_143022.txt", "x".repeat(100_000), "b.txt", "y"));
    byte[] bytes = Files.readAllBytes(zip);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int entry = text.lastIndexOf("a_20250116_143022.txt") - 46;
    bytes[entry + 24] = 1;
    bytes[entry + 25] = 0;
    bytes[entry + 26] = 0;
    return Files.write(zip, bytes);
  }

  @Test
  void anArchiveOfOneFileIsNoneOfThese() throws Exception {
    assertThat(RunArchive.of(zip(Map.of(NOTES, "{}", "a_20250116_143022.txt", "")))).isEmpty();
    assertThat(RunArchive.of(Files.writeString(folder.resolve("x"), "PK"))).isEmpty();
  }

  @Test
  void theSameIsReadWhateverIsAroundTheMembers() throws Exception {
    Path zip = zip(Map.of("a_20250116_143022.txt", "content", "b.txt", ""));

    var found = RunArchive.of(zip).orElseThrow().dumpOf(Optional.of("a"), name -> true);

    for (int time = 0; time < 2; time++) {
      try (InputStream stream = found.source().open()) {
        assertThat(stream).hasContent("content");
      }
    }
    assertThat(found.name()).isEqualTo("a_20250116_143022.txt");
  }

  private void restore(Path zip, String database) throws Exception {
    setup.facade().restore(order(zip, Optional.of(database)));
  }

  private static RestoreOrder order(Path zip, Optional<String> database) {
    return RestoreOrder.of(new Origin.Dump(zip, database)).into("main");
  }

  private Path zip(Map<String, String> members) throws IOException {
    Path file = folder.resolve("run.zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var member : members.entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(member.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return file;
  }
}
