package digital.vya.backup.mysql;

import digital.vya.backup.api.RowHash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Hashes the rows of INSERT statements as dump programs write them: a text is in single quotes and
 * a backslash escapes. The bytes come in pieces of any size, and none is kept.
 */
final class InsertRows {

  private static final byte[] VALUES = {'V', 'A', 'L', 'U', 'E', 'S'};
  private static final boolean[] STOPS_ROW = stops("'()\"`");
  private static final boolean[] STOPS_TEXT = stops("'\\");

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long HIGH_HALVES = 0xF0F0F0F0F0F0F0F0L;

  /** So many bytes are looked at one by one, because most runs are short, before eight at once. */
  private static final int SHORT_RUN = 24;

  private enum State {
    NONE,
    COLUMNS,
    NAME,
    BETWEEN,
    ROW,
    TEXT,
    ESCAPED
  }

  private State state = State.NONE;
  private RowHash hash = new RowHash();
  private int depth;
  private int letters;

  /** The next bytes are those that follow the name of the table. */
  void begin(RowHash table) {
    hash = table;
    state = State.COLUMNS;
    depth = 0;
    letters = 0;
  }

  /** Whether a statement has begun that is not at its end. */
  boolean open() {
    return state != State.NONE;
  }

  /** Returns where it stopped: after the statement, or at the end. */
  int read(byte[] b, int from, int end) {
    int p = from;
    while (p < end && state != State.NONE) {
      p =
          switch (state) {
            case COLUMNS, NAME -> columns(b, p, end);
            case BETWEEN -> between(b[p], p);
            default -> row(b, p, end);
          };
    }
    return p;
  }

  /** Names of columns are always quoted, so that the only word is VALUES. */
  private int columns(byte[] b, int from, int end) {
    int p = from;
    while (p < end && (state == State.COLUMNS || state == State.NAME)) {
      column(b[p]);
      p++;
    }
    return p;
  }

  private void column(int c) {
    if (c == '`') {
      state = state == State.NAME ? State.COLUMNS : State.NAME;
    } else if (state == State.COLUMNS) {
      if (c == '(' || c == ')') {
        depth += c == '(' ? 1 : -1;
      } else if (c > ' ' && depth == 0) {
        if ((c & ~0x20) != VALUES[letters]) {
          throw SqlScanner.refused("an INSERT without VALUES");
        }
        letters++;
        state = letters == VALUES.length ? State.BETWEEN : state;
      }
    }
  }

  private int between(byte c, int p) {
    if (c == '(') {
      depth = 1;
      state = State.ROW;
    } else if (c == ';') {
      state = State.NONE;
    } else if (c != ',' && c != ' ' && c != '\n') {
      throw SqlScanner.refused("an INSERT with more than rows");
    }
    return p + 1;
  }

  private int row(byte[] b, int from, int end) {
    int p = from;
    while (p < end) {
      switch (state) {
        case ROW -> {
          p = stop(b, p, end, STOPS_ROW);
          if (p < end && stopsRow(b[p])) {
            hash.add(b, from, p - from);
            hash.endRow();
            state = State.BETWEEN;
            return p + 1;
          }
          p++;
        }
        case TEXT -> {
          p = stop(b, p, end, STOPS_TEXT);
          if (p < end) {
            state = b[p] == '\'' ? State.ROW : State.ESCAPED;
          }
          p++;
        }
        default -> {
          state = State.TEXT;
          p++;
        }
      }
    }
    hash.add(b, from, end - from);
    return end;
  }

  private static boolean[] stops(String characters) {
    boolean[] stops = new boolean[256];
    characters.chars().forEach(c -> stops[c] = true);
    return stops;
  }

  /** The next byte that matters. */
  private static int stop(byte[] b, int from, int end, boolean[] stops) {
    int p = from;
    while (p < end) {
      int near = Math.min(end, p + SHORT_RUN);
      while (p < near && !stops[b[p] & 0xff]) {
        p++;
      }
      if (p < near) {
        return p;
      }
      while (p + 8 <= end && !mayStop((long) LONGS.get(b, p), stops == STOPS_TEXT)) {
        p += 8;
      }
    }
    return p;
  }

  /** Whether one of eight bytes is a stop, or looks like one. */
  private static boolean mayStop(long eight, boolean text) {
    long quotes = text ? zero(eight ^ '\'' * ONES) : zero((eight ^ 0x20 * ONES) & HIGH_HALVES);
    return (quotes | zero(eight ^ (text ? '\\' : '`') * ONES)) != 0;
  }

  /** Not 0 where one of eight bytes is 0. */
  private static long zero(long eight) {
    return (eight - ONES) & ~eight & HIGH_BITS;
  }

  private boolean stopsRow(int c) {
    switch (c) {
      // a doubled quote closes and opens again
      case '\'' -> state = State.TEXT;
      case '(' -> depth++;
      case ')' -> depth--;
      default -> throw SqlScanner.refused("a row with other quotes");
    }
    return depth == 0;
  }
}
