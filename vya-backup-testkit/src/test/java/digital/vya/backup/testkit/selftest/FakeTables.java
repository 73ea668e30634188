package digital.vya.backup.testkit.selftest;

import digital.vya.backup.api.RowHash;
import digital.vya.backup.api.TableFingerprint;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;

/** The first 128 KiB of a database is one table, the rest of it another one; a row has 4 KiB. */
final class FakeTables extends FilterOutputStream {

  static final int BORDER = 1 << 17;

  private static final int ROW = 4096;

  private final RowHash first = new RowHash();
  private final RowHash rest = new RowHash();
  private long position;

  FakeTables(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    for (int done = 0; done < length; ) {
      var table = position < BORDER ? first : rest;
      int part = (int) Math.min(length - done, ROW - position % ROW);
      table.add(bytes, offset + done, part);
      done += part;
      position += part;
      if (position % ROW == 0) {
        table.endRow();
      }
    }
  }

  void tell(Consumer<TableFingerprint> tables) {
    tables.accept(first.fingerprint("first"));
    tables.accept(rest.fingerprint("rest"));
  }
}
