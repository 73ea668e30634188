package digital.vya.backup.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class PlaybackTest {

  private final ByteArrayOutputStream stored = new ByteArrayOutputStream();

  @Test
  void whatDecodesToWhatWasDumpedIsGood() throws Exception {
    byte[] dump = new byte[5_000_000];
    new Random(1).nextBytes(dump);
    var playback = new Playback(stored, artifact -> artifact);
    for (int at = 0; at < dump.length; at += 77_777) {
      playback.write(dump, at, Math.min(77_777, dump.length - at));
    }
    playback.close();

    playback.require(sum(dump), "a.sql");
    assertThat(stored.toByteArray()).isEqualTo(dump);
  }

  @Test
  void otherBytesAreNotGood() throws Exception {
    byte[] dump = "INSERT 1".getBytes(UTF_8);
    var other = new Playback(stored, artifact -> altered(artifact));
    write(other, dump);
    assertBad(other, dump, "decodes to other bytes");

    var shorter =
        new Playback(stored, artifact -> new ByteArrayInputStream(artifact.readNBytes(7)));
    write(shorter, dump);
    assertBad(shorter, dump, "7 instead of 8");
  }

  @Test
  void whatCannotBeDecodedIsNotGoodAndDoesNotHoldUpTheWriting() throws Exception {
    var playback =
        new Playback(
            stored,
            artifact -> {
              throw new IOException("no such frame");
            });
    byte[] dump = new byte[100_000];
    for (int n = 0; n < 100; n++) {
      playback.write(dump);
    }
    playback.close();
    assertBad(playback, dump, "cannot be decoded", "no such frame");
    assertThat(stored.size()).isEqualTo(10_000_000);
  }

  @Test
  void aDecoderThatThrowsAnErrorIsADefectThatIsTold() throws Exception {
    var playback =
        new Playback(
            stored,
            artifact -> {
              throw new AssertionError("oops");
            });
    playback.close();
    assertThatThrownBy(() -> playback.require(sum(new byte[0]), "a.sql"))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BUG))
        .hasMessageContaining("oops");
  }

  @Test
  void aWriterThatWaitsForADecoderCanBeInterrupted() throws Exception {
    var never = new CountDownLatch(1);
    var writer = Thread.currentThread();
    var playback =
        new Playback(
            stored,
            artifact -> {
              writer.interrupt();
              await(never);
              return artifact;
            });
    assertThatThrownBy(
            () -> {
              for (int n = 0; n < 1000; n++) {
                playback.write(1);
              }
            })
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    never.countDown();
    playback.abandon();
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  private static InputStream altered(InputStream artifact) {
    return new FilterInputStream(artifact) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = super.read(buffer, offset, length);
        if (n > 0) {
          buffer[offset] ^= 1;
        }
        return n;
      }
    };
  }

  private static void write(Playback playback, byte[] dump) throws IOException {
    playback.write(dump);
    playback.close();
  }

  private static void assertBad(Playback playback, byte[] dump, String... words) {
    assertThatThrownBy(() -> playback.require(sum(dump), "a.sql"))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DATA))
        .hasMessageContaining("a.sql")
        .hasMessageContainingAll(words);
  }

  private static StreamSum sum(byte[] bytes) {
    var sum = new StreamSum.Adding();
    sum.add(bytes, 0, bytes.length);
    return sum.sum();
  }
}
