package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import digital.vya.backup.api.Reason;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

final class DecodedInputStreamTest {

  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0};

  @Test
  void whatCannotBeDecodedFromItsFirstByteOnIsDamaged() {
    assertThat(reading(new ByteArrayInputStream(new byte[20])))
        .satisfies(e -> assertThat(Failures.of("restoring", e).reason()).isEqualTo(Reason.DATA))
        .hasMessageContaining("shop.gz cannot be decoded: Not in GZIP format");
  }

  @Test
  void whatEndsInTheMiddleIsDamaged() {
    assertThat(reading(new ByteArrayInputStream(HEADER)))
        .satisfies(e -> assertThat(Failures.of("restoring", e).reason()).isEqualTo(Reason.DATA))
        .hasMessageContaining("restore another one");
  }

  @Test
  void aStorageThatCannotBeReadIsATroubleOfTheEnvironment() {
    var gone =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the disk is gone");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            throw new IOException("the disk is gone");
          }
        };
    var broken = new SequenceInputStream(new ByteArrayInputStream(HEADER), gone);
    assertThat(reading(broken))
        .hasMessage("the disk is gone")
        .satisfies(
            e -> assertThat(Failures.of("restoring", e).reason()).isEqualTo(Reason.ENVIRONMENT));
  }

  @Test
  void whatTheStoredBytesLackIsSaidAlsoWhereAnArchiverSaysSomethingElse() {
    var stored = new CheckedInputStream(new ByteArrayInputStream(HEADER), "shop.gz", 99, "");
    Throwable said =
        catchThrowable(
            () -> {
              try (var decoded = DecodedInputStream.of(stored, "shop.gz", Rewording::new)) {
                decoded.readAllBytes();
              }
            });
    assertThat(said)
        .isInstanceOf(CheckedInputStream.DamagedException.class)
        .hasMessageContaining("cut off");
  }

  /** An archiver that does not say what was behind its failure. */
  private static final class Rewording extends FilterInputStream {

    Rewording(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return super.read(buffer, offset, length);
      } catch (IOException e) {
        throw new IOException("broken frame");
      }
    }
  }

  @Test
  void damageStaysDamageWhenAnEngineAddsHowFarItCame() {
    var damage = new CheckedInputStream.DamagedException("it is cut off");
    assertThat(Failures.of("restoring", new IOException("after 3 entries", damage)))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.DATA))
        .hasMessage("after 3 entries");
  }

  private static Throwable reading(InputStream stored) {
    return catchThrowable(
        () -> {
          try (var decoded = DecodedInputStream.of(stored, "shop.gz", GZIPInputStream::new)) {
            decoded.readAllBytes();
          }
        });
  }
}
