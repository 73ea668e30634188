package digital.vya.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.Archiver;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class StageTest {

  static Stream<Packing<?>> archivers() {
    return Stream.of(
        new Packing<>(new ZstdArchiver(), ZstdConfig.defaults()),
        new Packing<>(new GzipArchiver(), GzipConfig.defaults()),
        new Packing<>(new ZipArchiver(), ZipConfig.defaults()),
        new Packing<>(new NoneArchiver(), NoneConfig.defaults()));
  }

  @Test
  @SuppressWarnings("rawtypes") // a class literal has no type arguments
  void theArchiversAreFound() {
    Stream<String> names =
        ServiceLoader.load(Archiver.class).stream().map(found -> found.get().name());
    assertThat(names).containsExactlyInAnyOrder("zstd", "gzip", "zip", "none");
  }

  @ParameterizedTest
  @MethodSource("archivers")
  void closingClosesTheSinkOnce(Packing<?> packing) throws IOException {
    var sink = new Sink(Long.MAX_VALUE);
    var archive = packing.open("a.sql", sink);
    archive.write(1);
    archive.close();
    long length = sink.size;
    archive.close();

    assertThat(sink.closed).isEqualTo(1);
    assertThat(sink.size).isEqualTo(length);
    assertThatThrownBy(() -> archive.write(1)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @MethodSource("archivers")
  void aSinkThatFailsOnceFailsTheArchiveAndIsNeverWrittenAgain(Packing<?> packing)
      throws IOException {
    var sink = new Sink(500_000);
    var archive = packing.open("a.sql", sink);
    byte[] noise = Packing.noise(20_000_000);

    assertThatThrownBy(() -> archive.write(noise)).hasMessage("disk full");
    long length = sink.size;
    archive.close();

    assertThat(sink.closed).isEqualTo(1);
    assertThat(sink.size).isEqualTo(length);
  }

  @ParameterizedTest
  @MethodSource("archivers")
  void aSinkThatFailsInTheEndFailsTheClose(Packing<?> packing) throws IOException {
    var sink = new Sink(100);
    var archive = packing.open("a.sql", sink);
    archive.write(Packing.noise(1_000));

    assertThatThrownBy(archive::close).hasMessage("disk full");
    assertThat(sink.closed).isEqualTo(1);
    assertThat(sink.size).isLessThanOrEqualTo(100);
  }

  /** Fails the one write that goes beyond its limit, and would take all after it. */
  private static final class Sink extends OutputStream {

    private long size;
    private long limit;
    private int closed;

    Sink(long limit) {
      this.limit = limit;
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[1], 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (size + length > limit) {
        limit = Long.MAX_VALUE;
        throw new IOException("disk full");
      }
      size += length;
    }

    @Override
    public void close() {
      closed++;
    }
  }
}
