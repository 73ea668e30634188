package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A dump of accounts is held in memory, so its size has bounds. */
final class AccountsFileTest {

  private static final int END = AccountsFile.END.length() + 1;

  @Test
  void asMuchAsTheLimitIsRead() throws Exception {
    assertThat(AccountsFile.read(file(AccountsFile.LIMIT - END))).isEmpty();
  }

  @Test
  void oneByteMoreIsRefused() {
    assertRefused(file(AccountsFile.LIMIT - END + 1), "more than 64 MiB");
  }

  @Test
  void whatNeverEndsIsRefusedAtTheLimit() {
    var endless = new Comments(Long.MAX_VALUE);
    assertRefused(endless, "more than 64 MiB");
    assertThat(endless.taken).isBetween(AccountsFile.LIMIT, AccountsFile.LIMIT + (1 << 20));
  }

  /** Taken apart, it would be many times as large. */
  @Test
  void aStatementWithoutBoundsIsNotTakenApart() {
    byte[] line = ("GRANT " + ",".repeat((int) AccountsFile.LIMIT - 100) + ";\n").getBytes(ascii());
    assertRefused(
        new SequenceInputStream(new ByteArrayInputStream(line), file(0)), "no backup writes");
  }

  private static InputStream file(long comments) {
    var end = new ByteArrayInputStream((AccountsFile.END + "\n").getBytes(ascii()));
    return new SequenceInputStream(new Comments(comments), end);
  }

  private static java.nio.charset.Charset ascii() {
    return StandardCharsets.US_ASCII;
  }

  private static void assertRefused(InputStream dump, String why) {
    var failure = catchThrowableOfType(BackupException.class, () -> AccountsFile.read(dump));
    assertThat(failure).as("a BackupException").isNotNull();
    assertThat(failure).hasMessageContaining(why);
    assertThat(failure.reason()).isEqualTo(Reason.DATA);
  }

  /** Lines of comments of so many bytes together; the last of them may be empty ones. */
  private static final class Comments extends InputStream {

    private static final byte[] LINE = "-- a comment that says nothing at all\n".getBytes(ascii());

    private final long size;
    private long taken;

    Comments(long size) {
      this.size = size;
    }

    @Override
    public int read() {
      throw new AssertionError("byte by byte");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      long whole = size - size % LINE.length;
      int n = 0;
      while (n < length && taken < size) {
        buffer[offset + n] = taken < whole ? LINE[(int) (taken % LINE.length)] : (byte) '\n';
        n++;
        taken++;
      }
      return n == 0 ? -1 : n;
    }
  }
}
