package digital.vya.backup.sqlite;

import static digital.vya.backup.sqlite.Pages.damaged;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.RowHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the rows of tables from the pages of a file, as <a
 * href="https://www.sqlite.org/fileformat2.html">the format of SQLite</a> lays them down. A row is
 * taken as it is stored: for each value its type with its length, then the values. That costs a
 * tenth of asking SQLite for every value, and keeps apart what SQLite's functions show as the same.
 *
 * <p>It holds one page for each level of a tree and one more, however long a row is.
 */
final class Rows {

  private static final int INNER_INDEX = 2;
  private static final int INNER_TABLE = 5;
  private static final int LEAF_INDEX = 10;
  private static final int LEAF_TABLE = 13;

  /** SQLite's own limit; a loop in a damaged file would go deeper. */
  private static final int DEEPEST = 20;

  private static final int FILE_HEADER = 100;

  private final Pages pages;
  private final int usable;
  private final List<byte[]> levels = new ArrayList<>();
  private final byte[] overflow;

  private RowHash hash = new RowHash();
  private boolean keyed;
  private long visited;

  /** Where {@link #number} stopped. */
  private int next;

  Rows(Pages pages) {
    this.pages = pages;
    this.usable = pages.usable();
    this.overflow = pages.buffer();
  }

  /**
   * Hashes all rows of a table.
   *
   * @param root the first page of its tree
   * @param withRowid whether the number of a row is one of its columns
   */
  RowHash hash(long root, boolean withRowid) throws IOException, InterruptedException {
    hash = new RowHash();
    keyed = withRowid;
    visited = 0;
    visit(root, 0);
    return hash;
  }

  private void visit(long number, int level) throws IOException, InterruptedException {
    if (level == DEEPEST) {
      throw loop();
    }
    if (level == levels.size()) {
      levels.add(pages.buffer());
    }
    byte[] page = levels.get(level);
    read(number, page);
    int start = number == 1 ? FILE_HEADER : 0;
    int cells = short16(page, start + 3);
    switch (page[start]) {
      case LEAF_TABLE, LEAF_INDEX -> leaf(page, start + 8, cells, page[start] == LEAF_TABLE);
      case INNER_TABLE, INNER_INDEX -> {
        boolean rowsWithin = page[start] == INNER_INDEX;
        for (int cell = 0; cell < cells; cell++) {
          int at = cell(page, start + 12, cell);
          visit(int32(page, at), level + 1);
          if (rowsWithin) {
            row(page, at + 4, false);
          }
        }
        visit(int32(page, start + 8), level + 1);
      }
      default -> throw damaged("page " + number + " is none of a table");
    }
  }

  private void read(long number, byte[] page) throws IOException, InterruptedException {
    // Every page has one place only.
    if (++visited > pages.count()) {
      throw loop();
    }
    pages.read(number, page);
  }

  private static BackupException loop() {
    return damaged("the pages of a table form a loop");
  }

  private void leaf(byte[] page, int pointers, int cells, boolean isTable)
      throws IOException, InterruptedException {
    for (int cell = 0; cell < cells; cell++) {
      row(page, cell(page, pointers, cell), isTable);
    }
  }

  private int cell(byte[] page, int pointers, int cell) {
    int pointer = pointers + 2 * cell;
    if (pointer > usable) {
      throw damaged("a page says it holds more than fits");
    }
    int at = short16(page, pointer);
    if (at < pointers || at > usable) {
      throw damaged("a row lies outside of its page");
    }
    return at;
  }

  private void row(byte[] page, int at, boolean isTable) throws IOException, InterruptedException {
    long length = number(page, at);
    int rowid = next;
    if (isTable) {
      number(page, rowid);
    }
    if (length < 0 || length > Integer.MAX_VALUE) {
      throw damaged("a row says it is " + length + " bytes long");
    }
    int content = next;
    int here = local((int) length, isTable);
    if (content + here > usable) {
      throw damaged("a row lies outside of its page");
    }
    int from = isTable && keyed ? rowid : content;
    hash.add(page, from, content + here - from);
    if (here < length) {
      chain(int32(page, content + here), length - here);
    }
    hash.endRow();
  }

  /** How much of a row lies in its tree, while the rest follows in pages of its own. */
  private int local(int length, boolean isTable) {
    int most = isTable ? usable - 35 : (usable - 12) * 64 / 255 - 23;
    if (length <= most) {
      return length;
    }
    int least = (usable - 12) * 32 / 255 - 23;
    int fitting = least + (length - least) % (usable - 4);
    return fitting <= most ? fitting : least;
  }

  private void chain(long first, long length) throws IOException, InterruptedException {
    long number = first;
    for (long left = length; left > 0; ) {
      read(number, overflow);
      int some = (int) Math.min(left, usable - 4);
      hash.add(overflow, 4, some);
      left -= some;
      number = int32(overflow, 0);
    }
  }

  /** A number of one to nine bytes. */
  private long number(byte[] page, int at) {
    long value = 0;
    for (int index = 0; index < 8; index++) {
      byte part = page[at + index];
      value = value << 7 | (part & 0x7f);
      if (part >= 0) {
        next = at + index + 1;
        return value;
      }
    }
    next = at + 9;
    return value << 8 | (page[at + 8] & 0xff);
  }

  private static int short16(byte[] page, int at) {
    return (page[at] & 0xff) << 8 | (page[at + 1] & 0xff);
  }

  private static long int32(byte[] page, int at) {
    return (long) short16(page, at) << 16 | short16(page, at + 2);
  }
}
