package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A plain dump on its way into psql, through a {@link StatementFilter}. Its end only comes after
 * the end mark was seen, with nothing open before it: a dump that is cut off looks like one that
 * cannot be read.
 *
 * <p>psql obeys backslash commands in its input, {@code \!} among them, which runs programs. The
 * filter lets none through; and in case psql takes for a command what the filter took for something
 * else, the dump is put between a restrict command and its counterpart, with a key that is not in
 * it.
 */
final class DumpInput extends InputStream {

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream dump;
  private final String key;
  private final StatementFilter filter;
  private final Set<Left> left = EnumSet.noneOf(Left.class);
  private final EndMark mark = new EndMark(OutputStream.nullOutputStream());
  private final byte[] buffer = new byte[1 << 17];
  private int filled;
  private byte[] ready = new byte[0];
  private int position;
  private boolean begun;
  private boolean ended;

  /**
   * A dump to feed to psql.
   *
   * @param key the key of our own restriction; empty if psql does not know the command
   * @param serverMajor the major version of the server that takes the dump
   * @param told takes what was left out, in words, each once
   */
  DumpInput(InputStream dump, String key, int serverMajor, Consumer<String> told) {
    this.dump = dump;
    this.key = key;
    filter =
        new StatementFilter(
            serverMajor,
            (what, text) -> {
              if (left.add(what) && !what.told().isEmpty()) {
                told.accept(what.told());
              }
            });
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (position == ready.length) {
      if (ended) {
        return -1;
      }
      prepare();
    }
    int n = Math.min(length, ready.length - position);
    System.arraycopy(ready, position, target, offset, n);
    position += n;
    return n;
  }

  private void prepare() throws IOException {
    position = 0;
    if (!begun) {
      begun = true;
      filled = dump.readNBytes(buffer, 0, BYTE_ORDER_MARK.length);
      mark.write(buffer, 0, filled);
      if (Arrays.equals(BYTE_ORDER_MARK, Arrays.copyOf(buffer, BYTE_ORDER_MARK.length))) {
        filled = 0;
      }
      ready = key.isEmpty() ? new byte[0] : ascii("\\restrict " + key + "\n");
      return;
    }
    if (filled == buffer.length) {
      throw SqlLexer.foreign("a word or a psql command longer than 128 KiB");
    }
    int n = dump.read(buffer, filled, Math.min(1 << 16, buffer.length - filled));
    ended = n < 0;
    if (!ended) {
      mark.write(buffer, filled, n);
      filled += n;
    }
    int taken = filter.take(buffer, 0, filled, ended);
    System.arraycopy(buffer, taken, buffer, 0, filled - taken);
    filled -= taken;
    ready = filter.passed();
    if (ended) {
      end();
    }
  }

  private void end() {
    if (!mark.isSeen(EndMark.DATABASE) || !filter.isBetween()) {
      throw BackupException.data(
          "the dump does not end as a complete one does: it is cut off, or not plain output of"
              + " pg_dump; restore another backup");
    }
    byte[] own = ascii(key.isEmpty() ? "" : "\n\\unrestrict " + key + "\n");
    int before = ready.length;
    ready = Arrays.copyOf(ready, before + own.length);
    System.arraycopy(own, 0, ready, before, own.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
