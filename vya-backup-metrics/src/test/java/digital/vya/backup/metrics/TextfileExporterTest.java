package digital.vya.backup.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.core.LocalHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that node_exporter reads. */
class TextfileExporterTest {

  @TempDir Path folder;
  private final TextfileExporter exporter = new TextfileExporter();
  private Path file;
  private LocalHost host;

  @BeforeEach
  void openHost() throws IOException {
    host = LocalHost.open(folder.resolve("host"));
    file = Files.createDirectory(folder.resolve("textfile")).resolve("vya_backup.prom");
  }

  @AfterEach
  void closeHost() throws IOException {
    host.close();
  }

  @Test
  void theFileIsForEverybodyAndAloneInItsFolder() throws IOException {
    exporter.export(new TextfileConfig(file), Statuses.full("srv", "orders"), host);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r--r--");
    assertThat(file).hasBinaryContent(Rendering.text(Statuses.full("srv", "orders")));
    assertThat(names()).containsExactly("vya_backup.prom");
  }

  @Test
  void whoReadsSeesTheOldTextOrTheNewOne() throws Exception {
    String[] many =
        Stream.iterate(0, n -> n + 1).limit(300).map(n -> "db" + n).toArray(String[]::new);
    byte[] small = Rendering.text(Statuses.full("srv", "orders"));
    byte[] large = Rendering.text(Statuses.full("srv", many));
    exporter.export(new TextfileConfig(file), Statuses.full("srv", "orders"), host);
    var ended = new AtomicBoolean();
    var mixed = new AtomicBoolean();
    var reader =
        new Thread(
            () -> {
              while (!ended.get()) {
                byte[] read = read();
                mixed.compareAndSet(
                    false,
                    !java.util.Arrays.equals(read, small) && !java.util.Arrays.equals(read, large));
              }
            });
    reader.start();
    for (int n = 0; n < 40; n++) {
      String[] names = n % 2 == 0 ? many : new String[] {"orders"};
      exporter.export(new TextfileConfig(file), Statuses.full("srv", names), host);
    }
    ended.set(true);
    reader.join();

    assertThat(mixed).isFalse();
  }

  private byte[] read() {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  @Test
  void whatAKilledProcessLeftIsSweptWhenItIsOld() throws IOException {
    Path old = Files.createFile(file.resolveSibling(".vya_backup.prom.1.tmp"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(4000)));
    Path young = Files.createFile(file.resolveSibling(".vya_backup.prom.2.tmp"));
    Path foreign = Files.createFile(file.resolveSibling(".other.prom.1.tmp"));
    Files.setLastModifiedTime(foreign, FileTime.from(Instant.EPOCH));

    exporter.export(new TextfileConfig(file), Statuses.full("srv", "orders"), host);

    assertThat(old).doesNotExist();
    assertThat(List.of(young, foreign)).allMatch(Files::exists);
  }

  @Test
  void aLinkInItsPlaceIsReplacedAndNotFollowed() throws IOException {
    Path elsewhere = Files.writeString(folder.resolve("passwd"), "root");
    Files.createSymbolicLink(file, elsewhere);

    exporter.export(new TextfileConfig(file), Statuses.full("srv", "orders"), host);

    assertThat(elsewhere).hasContent("root");
    assertThat(file).isRegularFile().content().contains("vya_backup_kept");
  }

  @Test
  void aFolderThatIsNotThereIsTold() {
    var config = new TextfileConfig(folder.resolve("none").resolve("x.prom"));

    assertThatThrownBy(() -> exporter.export(config, Statuses.full("srv", "orders"), host))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("is not there; create it");
    assertThatThrownBy(() -> exporter.reach(config, host)).hasMessageContaining("is not there");
  }

  @Test
  void anotherThingInItsPlaceIsToldAndLeavesNothing() throws IOException {
    Files.createDirectories(file.resolve("full"));

    assertThatThrownBy(
            () -> exporter.export(new TextfileConfig(file), Statuses.full("srv", "orders"), host))
        .isInstanceOf(IOException.class);
    assertThat(names()).containsExactly("vya_backup.prom");
  }

  @Test
  void aNameThatNodeExporterDoesNotReadIsRefused() {
    assertThatThrownBy(() -> new TextfileConfig(folder.resolve("vya.txt")))
        .hasMessageContaining("must end in .prom");
  }

  @Test
  void whatIsReachedIsSaid() {
    assertThat(exporter.reach(new TextfileConfig(file), host))
        .containsExactly(file.getParent() + " is there and can be written");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(file.getParent())) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
