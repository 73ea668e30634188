package digital.vya.backup.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TimeZone;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ZipArchiverTest {

  private final Packing<ZipConfig> zip = new Packing<>(new ZipArchiver(), ZipConfig.defaults());

  @TempDir Path folder;

  @Test
  void contentComesBack() throws IOException {
    zip.assertRoundTrip(Packing.text(9_000_001));
    zip.assertRoundTrip(Packing.noise(5_000_000));
    zip.assertRoundTrip(new byte[20_000_000]);
    zip.assertRoundTrip(Packing.NOTHING);
  }

  @Test
  void a1_theBytesDependNeitherOnTheCutsNorOnTheTimeZone() throws IOException {
    byte[] content = Packing.text(500_000);
    byte[] whole = zip.pack(content);
    var here = TimeZone.getDefault();
    try {
      for (String zone : new String[] {"America/Sao_Paulo", "Asia/Kolkata", "Pacific/Apia"}) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        var sink = new ByteArrayOutputStream();
        try (var archive = zip.open("orders.sql", sink)) {
          for (byte octet : content) {
            archive.write(octet);
          }
          archive.flush();
        }
        assertThat(sink.toByteArray()).as(zone).isEqualTo(whole);
      }
    } finally {
      TimeZone.setDefault(here);
    }
  }

  @Test
  void a2_unzipAndJavaReadIt() throws Exception {
    byte[] content = Packing.text(5_000_000);
    byte[] archive = zip.pack(content);
    Files.write(folder.resolve("a.zip"), archive);

    assertThat(Packing.run(folder, "unzip", "-t", "a.zip")).asString().contains("No errors");
    assertThat(Packing.run(folder, "unzip", "-p", "a.zip", "orders.sql")).isEqualTo(content);
    assertThat(Packing.run(folder, "unzip", "-p", "a.zip", "backup_metadata.json"))
        .asString(UTF_8)
        .startsWith("{\"format\": 1, \"name\": \"orders.sql\", \"raw_bytes\": 5000000, \"raw_sha");
    try (var java = new ZipFile(folder.resolve("a.zip").toFile())) {
      var entry = java.getEntry("orders.sql");
      assertThat(java.getInputStream(entry).readAllBytes()).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "/etc/passwd",
        "C:\\x\\y.sql",
        "-d",
        "--help",
        ".hidden",
        "a\nb",
        "[a]*?",
        "ação ☃ 𝄞.sql",
        "it's \"x\" %s.sql",
        "backup_metadata.json",
        "",
        "..",
        " lead",
        "\u0000"
      })
  void a3_anyNameIsUnpackedInsideTheFolder(String name) throws Exception {
    byte[] content = Packing.text(1_000);
    byte[] archive = zip.pack(name, content);
    Path inside = Files.createDirectory(folder.resolve("inside"));
    Files.write(folder.resolve("a.zip"), archive);
    Packing.run(inside, "unzip", "-q", "../a.zip");

    assertThat(zip.unpack(archive)).isEqualTo(content);
    try (var files = Files.list(inside)) {
      assertThat(files.filter(file -> !file.getFileName().toString().startsWith("stderr")))
          .hasSize(2)
          .anySatisfy(file -> assertThat(Files.readAllBytes(file)).isEqualTo(content));
    }
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(inside, folder.resolve("a.zip"));
    }
  }

  @Test
  void aVeryLongNameKeepsItsExtension() {
    assertThat(ZipFormat.entryName("é".repeat(500) + ".sql")).endsWith("é.sql").hasSize(102);
  }

  @Test
  void a4_aCutThrowsAtEveryPlace() throws IOException {
    zip.assertEveryCutThrows(zip.pack(Packing.text(300)));
    zip.assertEveryCutThrows(zip.pack(Packing.NOTHING));
  }

  @Test
  void a4_everyAlteredBitThrows() throws IOException {
    zip.assertEveryFlipThrows(zip.pack(Packing.text(100)));
  }

  @Test
  void whatOthersWroteIsRead() throws IOException {
    assertThat(zip.unpack(foreign("x/", "../../a.sql"))).isEqualTo("../../a.sql".getBytes(UTF_8));
    assertThat(zip.unpack(foreign("backup_metadata.json", "a"))).isEqualTo("a".getBytes(UTF_8));
  }

  @Test
  void a4_aCutThrowsInWhatOthersWroteToo() throws IOException {
    zip.assertEveryCutThrows(foreign("a.sql", "backup_metadata.json"));
  }

  @Test
  void moreThanOneFileIsRefusedInsteadOfLeftOut() throws IOException {
    assertThatThrownBy(() -> zip.unpack(foreign("a.sql", "b.sql")))
        .hasMessageContaining("more than one");
    assertThatThrownBy(() -> zip.unpack(foreign("backup_metadata.json")))
        .hasMessageContaining("no file");
  }

  @Test
  void a4_contentThatDiffersFromTheMetadataThrows() throws IOException {
    var sink = new ByteArrayOutputStream();
    try (var other = new ZipOutputStream(sink)) {
      other.putNextEntry(new ZipEntry("a.sql"));
      other.write(new byte[10]);
      other.putNextEntry(new ZipEntry("backup_metadata.json"));
      other.write(ZipFormat.metadata("a.sql", 11, "0".repeat(64)).getBytes(UTF_8));
    }

    assertThatThrownBy(() -> zip.unpack(sink.toByteArray())).hasMessageContaining("altered");
  }

  @Test
  void theExtensionIsReplaced() {
    var names =
        Arrays.asList("orders.sql", "orders", "a.b.sqlite", ".x").stream()
            .map(name -> zip.archiver().archiveName(zip.config(), name));
    assertThat(names).containsExactly("orders.zip", "orders.zip", "a.b.zip", ".x.zip");
  }

  private static byte[] foreign(String... names) throws IOException {
    var sink = new ByteArrayOutputStream();
    try (var other = new ZipOutputStream(sink)) {
      for (String name : names) {
        other.putNextEntry(new ZipEntry(name));
        if (!name.endsWith("/")) {
          other.write(name.getBytes(UTF_8));
        }
      }
    }
    return sink.toByteArray();
  }
}
