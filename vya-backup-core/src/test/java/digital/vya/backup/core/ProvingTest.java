package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.Alert;
import digital.vya.backup.api.Reason;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stored stream that fails says about the backup: nothing. */
final class ProvingTest {

  @TempDir Path folder;
  private Setup setup = new Setup(Path.of(""));
  private final List<Alert> alerts = new ArrayList<>();

  @BeforeEach
  void oneBackup() {
    setup = new Setup(folder);
    setup.driver.databases.put("orders", "ten orders");
    setup.notify(
        new VerifyingTest.Alerted(alerts),
        new VerifyingTest.Alerted.Config(),
        Duration.ofMinutes(1));
    assertThat(setup.backup().stored()).hasSize(1);
  }

  @Test
  void aConnectionThatBreaksOffIsNoDamage() throws Exception {
    fail(new IOException("connection reset"));

    VerifyResult result = verify();

    assertThat(result.damaged()).isFalse();
    assertThat(result.reason()).contains(Reason.ENVIRONMENT);
    assertThat(result.problem()).contains("connection reset");
    assertThat(manifest().damaged()).isFalse();
    assertThat(alerts).isEmpty();
  }

  @Test
  void aConnectionThatBreaksOffIsTriedAgain() throws Exception {
    setup.toFirst = Setup.times(2, true);
    fail(new IOException("connection reset"));
    MemoryStorage.Reading broken = setup.first.reading;
    setup.first.reading =
        (key, stream) -> {
          if (key.endsWith(".rev")) {
            setup.first.reading = (any, whole) -> whole;
          }
          return broken.of(key, stream);
        };

    assertThat(verify().ok()).isTrue();
  }

  @Test
  void anInterruptIsNoDamage() throws Exception {
    setup.first.reading =
        (key, stream) ->
            key.endsWith(".rev")
                ? new Failing(stream, new InterruptedIOException("interrupted"), true)
                : stream;

    VerifyResult result = verify();

    assertThat(result.reason()).contains(Reason.CANCELLED);
    assertThat(manifest().damaged()).isFalse();
    assertThat(alerts).isEmpty();
  }

  private void fail(IOException failure) {
    setup.first.reading =
        (key, stream) -> key.endsWith(".rev") ? new Failing(stream, failure, false) : stream;
  }

  private VerifyResult verify() throws Exception {
    var results = new ArrayList<VerifyResult>();
    setup.facade().verify(VerifyOrder.all(), results::add);
    return results.get(0);
  }

  private Manifest manifest() throws IOException {
    String key = setup.first.objects.lastKey();
    assertThat(key).endsWith(ArtifactKeys.MANIFEST);
    return ManifestJson.read(
        new ByteArrayInputStream(Objects.requireNonNull(setup.first.objects.get(key))));
  }

  /** Gives some bytes, then fails. */
  private static final class Failing extends FilterInputStream {

    private final IOException failure;
    private final boolean interrupt;
    private int left = 5;

    Failing(InputStream in, IOException failure, boolean interrupt) {
      super(in);
      this.failure = failure;
      this.interrupt = interrupt;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left == 0) {
        if (interrupt) {
          Thread.currentThread().interrupt();
        }
        throw failure;
      }
      left--;
      return super.read(buffer, offset, 1);
    }
  }
}
