package digital.vya.backup.postgres;

import digital.vya.backup.api.RowHash;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Hashes rows so that the order of their columns does not matter either: a table that inherits may
 * get its columns in another order when it is restored.
 */
final class AnyColumnOrder {

  private final RowHash table;
  private final List<byte[]> names;
  private RowHash fields = new RowHash();
  private int column;
  private boolean named;

  /** Rows of a table whose columns are those of the list, a name and a tab each. */
  AnyColumnOrder(RowHash table, List<byte[]> names) {
    this.table = table;
    this.names = names;
  }

  void add(byte[] bytes, int from, int count) {
    int begin = from;
    for (int at = from; at < from + count; at++) {
      if (bytes[at] == '\t') {
        field(bytes, begin, at - begin);
        endField();
        begin = at + 1;
      }
    }
    field(bytes, begin, from + count - begin);
  }

  private void field(byte[] bytes, int from, int count) {
    if (!named && column < names.size()) {
      byte[] name = names.get(column);
      fields.add(name, 0, name.length);
      named = true;
    }
    fields.add(bytes, from, count);
  }

  private void endField() {
    fields.endRow();
    column++;
    named = false;
  }

  void endRow() {
    endField();
    byte[] row = fields.fingerprint("").hash().getBytes(StandardCharsets.US_ASCII);
    table.row(row, 0, row.length);
    fields = new RowHash();
    column = 0;
  }
}
