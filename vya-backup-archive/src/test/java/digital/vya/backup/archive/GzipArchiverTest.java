package digital.vya.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GzipArchiverTest {

  private static final int END = GzipMember.END_LENGTH;

  private final Packing<GzipConfig> gzip = new Packing<>(new GzipArchiver(), GzipConfig.defaults());

  @TempDir Path folder;

  @Test
  void contentOfManyBlocksComesBack() throws IOException {
    gzip.assertRoundTrip(Packing.text(9_000_001));
    gzip.assertRoundTrip(Packing.noise(5_000_000));
    gzip.assertRoundTrip(new byte[3 * GzipEncoder.BLOCK]);
    gzip.assertRoundTrip(new byte[1]);
    gzip.assertRoundTrip(Packing.NOTHING);
  }

  @Test
  void a1_theBytesDependNeitherOnTheCutsNorOnTheWorkersNorOnFlushes() throws IOException {
    byte[] content = Packing.text(3_000_000);
    byte[] whole = gzip.pack(content);
    var sink = new ByteArrayOutputStream();
    try (var archive = gzip.open("x", sink)) {
      for (int at = 0; at < content.length; ) {
        int length = Math.min(content.length - at, 1 + at % 99_991);
        archive.write(content, at, length);
        archive.flush();
        at += length;
      }
    }
    var other = new Packing<>(new GzipArchiver(), new GzipConfig(6, 5));

    assertThat(sink.toByteArray()).isEqualTo(whole);
    assertThat(other.pack(content)).isEqualTo(whole);
  }

  @Test
  void a2_gunzipAndJavaReadIt() throws Exception {
    byte[] content = Packing.text(5_000_000);
    byte[] archive = gzip.pack(content);
    Files.write(folder.resolve("a.gz"), archive);
    Files.write(folder.resolve("empty.gz"), gzip.pack(Packing.NOTHING));

    assertThat(Packing.run(folder, "gunzip", "-t", "a.gz", "empty.gz")).isEmpty();
    assertThat(Packing.run(folder, "gunzip", "-c", "a.gz")).isEqualTo(content);
    assertThat(Packing.run(folder, "gunzip", "-c", "empty.gz")).isEmpty();
    assertThat(new GZIPInputStream(new ByteArrayInputStream(archive)).readAllBytes())
        .isEqualTo(content);
  }

  @Test
  void whatGzipWroteIsReadAlsoInSeveralMembers() throws Exception {
    Files.write(folder.resolve("a b"), Packing.text(1_000_000));
    byte[] member = Packing.run(folder, "gzip", "-c", "a b");
    byte[] two = Arrays.copyOf(member, member.length * 2);
    System.arraycopy(member, 0, two, member.length, member.length);

    assertThat(gzip.unpack(two)).hasSize(2_000_000);
    assertThatThrownBy(() -> gzip.unpack(Arrays.copyOf(two, two.length - 1)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void a4_aCutThrowsAtEveryPlace() throws IOException {
    gzip.assertEveryCutThrows(gzip.pack(Packing.text(2_000)));
    gzip.assertEveryCutThrows(gzip.pack(Packing.NOTHING));
  }

  @Test
  void a4_aCutBetweenTwoMembersThrows() throws IOException {
    byte[] archive = gzip.pack(Packing.noise(GzipEncoder.BLOCK + 100));
    byte[] one = gzip.pack(Packing.noise(100));
    int lastBlock = one.length - END - 5 - 2;
    for (int cut : new int[] {archive.length - END, archive.length - END - lastBlock}) {
      byte[] begun = Arrays.copyOf(archive, cut);
      assertThatThrownBy(() -> gzip.unpack(begun)).hasMessageContaining("end mark");
    }
  }

  @Test
  void a4_aMissingBlockThrows() throws IOException {
    byte[] archive = gzip.pack(Packing.NOTHING);
    byte[] other = gzip.pack(Packing.text(50));
    byte[] mixed = Arrays.copyOf(other, other.length);
    System.arraycopy(archive, archive.length - END, mixed, mixed.length - END, END);

    assertThatThrownBy(() -> gzip.unpack(mixed)).hasMessageContaining("end mark");
  }

  @Test
  void a4_everyAlteredBitThrows() throws IOException {
    gzip.assertEveryFlipThrows(gzip.pack(Packing.text(300)));
    gzip.assertEveryFlipThrows(gzip.pack(Packing.NOTHING));
  }

  @Test
  void aWorkersFailureIsTheStreamsAndItsThreadsEnd() throws Exception {
    var sink = new ByteArrayOutputStream();
    var archive =
        new Stage(
            sink,
            open ->
                new GzipEncoder(
                    open,
                    2,
                    (block, length, first) -> {
                      throw new IllegalStateException("no memory");
                    }));
    byte[] content = new byte[20 * GzipEncoder.BLOCK];

    assertThatThrownBy(() -> archive.write(content))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no memory");
    assertThatThrownBy(archive::close).hasMessageContaining("no memory");
    assertThat(sink.size()).isZero();
    assertThatWorkersEnd();
  }

  @Test
  void anInterruptEndsTheWorkAndItsThreads() throws Exception {
    var sink = new ByteArrayOutputStream();
    var archive = gzip.open("x", sink);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> archive.write(new byte[20 * GzipEncoder.BLOCK]))
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    archive.close();
    assertThatThrownBy(() -> gzip.unpack(sink.toByteArray())).isInstanceOf(IOException.class);
    assertThatWorkersEnd();
  }

  private static void assertThatWorkersEnd() throws InterruptedException {
    for (var thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("vya-gzip")) {
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
      }
    }
  }
}
