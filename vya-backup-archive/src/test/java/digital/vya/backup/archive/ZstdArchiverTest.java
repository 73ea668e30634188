package digital.vya.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ZstdArchiverTest {

  private final Packing<ZstdConfig> zstd = new Packing<>(new ZstdArchiver(), ZstdConfig.defaults());

  @TempDir Path folder;

  @Test
  void contentOfManyJobsComesBack() throws IOException {
    zstd.assertRoundTrip(Packing.text(9_000_001));
    zstd.assertRoundTrip(Packing.noise(5_000_000));
    zstd.assertRoundTrip(new byte[20_000_000]);
    zstd.assertRoundTrip(Packing.NOTHING);
  }

  @Test
  void everyLevelComesBack() throws IOException {
    byte[] content = Packing.text(300_000);
    for (int level = 1; level <= 19; level++) {
      new Packing<>(new ZstdArchiver(), new ZstdConfig(level, 1)).assertRoundTrip(content);
    }
  }

  @Test
  void a1_theBytesDependNeitherOnTheCutsNorOnTheWorkersNorOnFlushes() throws IOException {
    byte[] content = Packing.text(5_000_000);
    byte[] whole = zstd.pack(content);
    var sink = new ByteArrayOutputStream();
    try (var archive = zstd.open("x", sink)) {
      for (int at = 0; at < content.length; ) {
        int length = Math.min(content.length - at, 1 + at % 99_991);
        archive.write(content, at, length);
        archive.flush();
        at += length;
      }
    }
    var other = new Packing<>(new ZstdArchiver(), new ZstdConfig(3, 4));

    assertThat(sink.toByteArray()).isEqualTo(whole);
    assertThat(other.pack(content)).isEqualTo(whole);
  }

  @Test
  void a2_zstdReadsIt() throws Exception {
    byte[] content = Packing.text(5_000_000);
    Files.write(folder.resolve("a.zst"), zstd.pack(content));
    Files.write(folder.resolve("empty.zst"), zstd.pack(Packing.NOTHING));

    assertThat(Packing.run(folder, "zstd", "-dc", "a.zst")).isEqualTo(content);
    assertThat(Packing.run(folder, "zstd", "-dc", "empty.zst")).isEmpty();
  }

  @Test
  void whatZstdWroteIsReadAlsoInSeveralFrames() throws Exception {
    Files.write(folder.resolve("a"), Packing.text(1_000_000));
    byte[] frame = Packing.run(folder, "zstd", "-c", "a");
    byte[] two = Arrays.copyOf(frame, frame.length * 2);
    System.arraycopy(frame, 0, two, frame.length, frame.length);

    assertThat(zstd.unpack(two)).hasSize(2_000_000);
  }

  @Test
  void a4_aCutThrowsAtEveryPlace() throws IOException {
    zstd.assertEveryCutThrows(zstd.pack(Packing.text(2_000)));
    zstd.assertEveryCutThrows(zstd.pack(Packing.NOTHING));
  }

  @Test
  void a4_aCutWithinASecondFrameThrows() throws IOException {
    byte[] frame = zstd.pack(Packing.text(500));
    byte[] two = Arrays.copyOf(frame, frame.length * 2);
    System.arraycopy(frame, 0, two, frame.length, frame.length);
    for (int length = frame.length + 1; length < two.length; length++) {
      byte[] cut = Arrays.copyOf(two, length);
      assertThatThrownBy(() -> zstd.unpack(cut))
          .as("cut to " + length)
          .hasMessageContaining("zstd");
    }
  }

  @Test
  void a4_anAlteredArchiveThrowsUnlessItStillMeansTheSame() throws IOException {
    byte[] content = Packing.text(2_000);
    byte[] archive = zstd.pack(content);
    int harmless = 0;
    for (int bit = 0; bit < archive.length * 8; bit++) {
      byte[] altered = Packing.flip(archive, bit);
      try {
        assertThat(zstd.unpack(altered)).as("bit " + bit).isEqualTo(content);
        harmless++;
      } catch (IOException expected) {
        assertThat(expected).hasMessageContaining("zstd");
      }
    }
    // Bits that say how large a window a reader needs, or nothing at all.
    assertThat(harmless).isLessThan(archive.length * 8 / 100);
  }

  @Test
  void a4_whatFollowsTheArchiveThrows() throws IOException {
    byte[] archive = zstd.pack(Packing.text(500));
    for (int more = 1; more < 9; more++) {
      byte[] longer = Arrays.copyOf(archive, archive.length + more);
      Arrays.fill(longer, archive.length, longer.length, (byte) 'x');
      assertThatThrownBy(() -> zstd.unpack(longer)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void theExtensionIsAdded() {
    assertThat(zstd.archiver().archiveName(zstd.config(), "orders.sql"))
        .isEqualTo("orders.sql.zst");
  }
}
