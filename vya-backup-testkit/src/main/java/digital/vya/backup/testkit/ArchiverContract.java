package digital.vya.backup.testkit;

import static digital.vya.backup.testkit.Samples.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link Archiver} promises. Extend it in a test, say which archiver, and run the test.
 *
 * @param <C> the settings of the archiver
 */
public abstract class ArchiverContract<C extends Record> {

  private static final String NAME = ArchiverProbe.NAME;

  private LocalHost host;
  private Path folder;
  private ArchiverProbe<C> probe;

  /** For the test that extends this. */
  protected ArchiverContract() {}

  /** The archiver to try. */
  protected abstract Archiver<C> archiver();

  /** The settings to try it with. */
  protected abstract C config();

  /**
   * The standard tool that writes the content of an archive to its standard output; the archive's
   * path is added as the last argument. For example {@code zstd -dc}. Empty only if {@link
   * #readByStandardTools} says so.
   */
  protected abstract List<String> standardTool();

  /**
   * Whether A2 is promised. An archive of a kind that no standard tool reads says no, and so does
   * the archiver's documentation.
   */
  protected boolean readByStandardTools() {
    return true;
  }

  /**
   * Whether the archive knows its own damage (A4). A stage that passes bytes on as they are says
   * no; then damaged bytes must come out exactly as they went in.
   */
  protected boolean detectsDamage() {
    return true;
  }

  /** Whether A1 is promised. An encryption says no; then equal input must give unequal bytes. */
  protected boolean repeatable() {
    return true;
  }

  @BeforeEach
  void openHost(@TempDir Path temporary) {
    folder = temporary;
    host = LocalHost.open(temporary.resolve("host"));
    probe = new ArchiverProbe<>(archiver(), config(), host);
  }

  @AfterEach
  void closeHost() throws IOException {
    host.close();
  }

  @Test
  void theNameIsOneThatUsersCanWrite() {
    assertThat(archiver().name()).matches("[a-z0-9-]+");
    assertThat(config()).isInstanceOf(archiver().configType());
  }

  @Test
  void a1_theSameInputGivesTheSameBytesHoweverItIsCut() throws IOException {
    var small = Samples.text(3000);
    assertSameArchive(probe.archive(small, 1), probe.archive(small, small.length));
    var large = Samples.text(3 * MIB + 7);
    assertSameArchive(probe.archive(large, 977), probe.archive(large, large.length));
    assertSameArchive(probe.archive(large, 65_537), probe.archive(large, 8192));
  }

  @Test
  void a1_theSameInputGivesTheSameBytesLater() throws IOException {
    var input = Samples.text(64 * 1024);
    var first = probe.archive(input, 8192);
    // The clock of a zip entry ticks every other second.
    var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2100);
    do {
      assertSameArchive(probe.archive(input, 8192), first);
    } while (repeatable() && System.nanoTime() - end < 0);
  }

  @Test
  void a2_theStandardToolReadsTheArchive() throws IOException, InterruptedException {
    assertThat(standardTool().isEmpty())
        .as("there is no standard tool")
        .isEqualTo(!readByStandardTools());
    for (var input :
        List.of(new byte[0], Samples.text(1), Samples.text(3 * MIB), Samples.random(MIB))) {
      if (readByStandardTools()) {
        assertThat(probe.readByTool(standardTool(), folder, probe.archive(input, 8192)))
            .isEqualTo(input);
      }
    }
  }

  @Test
  void a2_theNameOfAnArchiveHasItsExtensionAndNoFolder() {
    var usual = archiver().archiveName(config(), NAME);
    assertThat(usual).contains(".");
    var extension = usual.substring(usual.lastIndexOf('.'));
    for (var name : Samples.ODD_NAMES) {
      assertThat(archiver().archiveName(config(), name))
          .endsWith(extension)
          .doesNotContain("/", "\\", "\n");
    }
  }

  @Test
  void a3_extractionYieldsTheBytesWhateverTheName() throws IOException {
    var input = Samples.text(5000);
    var names = new ArrayList<>(Samples.HOSTILE_NAMES);
    names.add(folder.resolve("escaped").toString());
    names.add(host.workDir().relativize(folder.resolve("escaped")).toString());
    for (var name : names) {
      assertThat(probe.extract(probe.archive(name, input, 512))).as(name).isEqualTo(input);
    }
    assertThat(folder.resolve("escaped")).doesNotExist();
    assertThat(host.workDir()).isEmptyDirectory();
  }

  @Test
  void whatGoesInComesOut() throws IOException {
    for (var input :
        List.of(
            new byte[0],
            new byte[1],
            Samples.text(4 * MIB + 1),
            Samples.random(4 * MIB + 1),
            new byte[2 * MIB])) {
      assertThat(probe.extract(probe.archive(input, 10_007))).isEqualTo(input);
    }
    assertThat(probe.extract(probe.archive(Samples.random(70_001), 1)))
        .isEqualTo(Samples.random(70_001));
  }

  @Test
  void a4_aTruncatedArchiveThrows() throws IOException {
    for (var input : inputsToDamage()) {
      var whole = probe.archive(input, 8192);
      for (var length : Samples.positions(whole.length)) {
        var cut = Samples.cut(whole, length);
        if (detectsDamage()) {
          assertThat(probe.tryExtract(cut)).as("%d of %d bytes", length, whole.length).isEmpty();
        } else {
          assertThat(probe.extract(cut)).isEqualTo(cut);
        }
      }
    }
  }

  @Test
  void a4_anAlteredArchiveThrowsOrYieldsTheOriginal() throws IOException {
    for (var input : inputsToDamage()) {
      var whole = probe.archive(input, 8192);
      for (var position : Samples.positions(whole.length)) {
        var altered = Samples.flipped(whole, position);
        assertOriginalOrNothing(detectsDamage() ? input : altered, altered, "byte " + position);
      }
    }
  }

  @Test
  void a4_bytesAfterTheArchiveThrowOrAreIgnored() throws IOException {
    var input = Samples.text(5000);
    var whole = probe.archive(input, 8192);
    var longer = Arrays.copyOf(whole, whole.length + 100);
    Arrays.fill(longer, whole.length, longer.length, (byte) 'x');
    assertOriginalOrNothing(detectsDamage() ? input : longer, longer, "100 more bytes");
  }

  @Test
  void itRecognizesItsOwnArchivesAndNothingElse() throws IOException {
    for (var input : List.of(new byte[0], new byte[1], Samples.text(MIB), Samples.random(MIB))) {
      var archive = probe.archive(input, 8192);
      var head = Samples.cut(archive, Math.min(512, archive.length));
      assertThat(archiver().recognizes(head)).isEqualTo(detectsDamage());
    }
    for (int length = 0; length <= 512; length++) {
      assertThat(archiver().recognizes(Samples.text(length))).isFalse();
      assertThat(archiver().recognizes(Samples.random(length, 1000))).isFalse();
    }
    assertThat(archiver().recognizes(new byte[512])).isFalse();
  }

  @Test
  void itAnswersForEveryShortHead() throws IOException {
    var archive = probe.archive(Samples.random(MIB), 8192);
    for (int length = 0; length < 64; length++) {
      var head = Samples.cut(archive, length);
      assertThatCode(() -> archiver().recognizes(head)).doesNotThrowAnyException();
    }
  }

  @Test
  void closingEndsTheArchiveAndClosesTheSinkOnce() throws IOException {
    var sink = new RecordingSink();
    var out = archiver().archive(config(), NAME, sink, host);
    out.write(Samples.text(5000));
    assertThat(sink.closes()).isZero();
    out.close();
    var whole = sink.bytes();
    out.close();
    assertThat(sink.closes()).isEqualTo(1);
    assertThat(sink.bytes()).isEqualTo(whole);
  }

  @Test
  void closingTheInputClosesTheArchive() throws IOException {
    var closes = new AtomicInteger();
    var archive =
        new ByteArrayInputStream(probe.archive(Samples.text(5000), 8192)) {
          @Override
          public void close() {
            closes.incrementAndGet();
          }
        };
    try (var in = archiver().extract(config(), archive, host)) {
      assertThat(in.read()).isEqualTo('I');
    }
    assertThat(closes).hasPositiveValue();
  }

  @Test
  void aSinkThatFailsMakesWritingOrClosingFail() {
    for (var room : new int[] {0, 1000, MIB / 2}) {
      var sink = new FailingSink(room);
      assertThat(catchThrowable(() -> probe.archiveInto(NAME, sink, Samples.random(MIB), 8192)))
          .isInstanceOf(IOException.class)
          .satisfies(e -> assertThat(Chains.of(e)).contains(sink.failure()));
    }
  }

  @Test
  void bytesReachTheSinkBeforeTheInputHasEnded() throws IOException {
    var sink = new CountingSink();
    try (var out = archiver().archive(config(), NAME, sink, host)) {
      for (int i = 0; i < 64; i++) {
        out.write(Samples.random(MIB, i));
      }
      assertThat(sink.count()).isGreaterThan(32L * MIB);
    }
  }

  private List<byte[]> inputsToDamage() {
    return List.of(new byte[0], Samples.text(300), Samples.random(300), Samples.random(MIB));
  }

  private void assertSameArchive(byte[] one, byte[] other) throws IOException {
    assertThat(Arrays.equals(one, other)).as("the archives are equal").isEqualTo(repeatable());
    assertThat(probe.extract(one)).isEqualTo(probe.extract(other));
  }

  private void assertOriginalOrNothing(byte[] original, byte[] archive, String what) {
    probe.tryExtract(archive).ifPresent(out -> assertThat(out).as(what).isEqualTo(original));
  }
}
