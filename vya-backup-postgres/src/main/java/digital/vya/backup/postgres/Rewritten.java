package digital.vya.backup.postgres;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** A plain dump some of whose statements read otherwise; its data and all else pass as they are. */
final class Rewritten extends InputStream implements DumpParts.Taker {

  private final InputStream dump;
  private final UnaryOperator<String> change;
  private final DumpParts parts = new DumpParts(this);
  private final byte[] chunk = new byte[1 << 16];
  private final ByteArrayOutputStream changed = new ByteArrayOutputStream(1 << 17);
  private byte[] ready = new byte[0];
  private int position;
  private boolean ended;

  /**
   * A dump on its way to where it is restored.
   *
   * @param change what is made of a statement, which begins with its first word; its bytes as
   *     Latin-1
   */
  Rewritten(InputStream dump, UnaryOperator<String> change) {
    this.dump = dump;
    this.change = change;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    while (position == ready.length) {
      if (ended) {
        return -1;
      }
      prepare();
    }
    int n = Math.min(length, ready.length - position);
    System.arraycopy(ready, position, buffer, offset, n);
    position += n;
    return n;
  }

  private void prepare() throws IOException {
    int n = dump.read(chunk);
    ended = n < 0;
    if (ended) {
      parts.end();
    } else {
      parts.take(chunk, 0, n);
    }
    ready = changed.toByteArray();
    changed.reset();
    position = 0;
  }

  @Override
  public void statement(String text) {
    int start = DumpParts.start(text);
    String now = text.substring(0, start) + change.apply(text.substring(start));
    changed.writeBytes(now.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void other(byte[] bytes, int from, int count) {
    changed.write(bytes, from, count);
  }

  @Override
  public void row(byte[] bytes, int from, int count) {
    changed.write(bytes, from, count);
  }

  @Override
  public void endRow() {
    changed.write('\n');
  }

  @Override
  public void endRows() {
    changed.writeBytes("\\.\n".getBytes(StandardCharsets.US_ASCII));
  }
}
