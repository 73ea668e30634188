package digital.vya.backup.postgres;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * Leaves out of a plain dump what concerns the database as a whole, the server or psql, and keeps
 * everything else byte for byte: what looks the same in data, strings, comments and bodies of
 * functions too.
 *
 * <p>Memory is bounded: a statement is only held back until its first words have told what it is.
 */
final class StatementFilter {

  private static final int LONGEST_HELD = 1 << 20;
  private static final Pattern IDLE =
      Pattern.compile("\\\\(?:restrict|unrestrict)(?: .*)?|\\\\encoding SQL_ASCII");
  private static final Pattern CONNECT = Pattern.compile("\\\\(?:connect|c)(?:\\s.*)?");

  private enum Mode {
    BETWEEN,
    HELD,
    KEPT,
    LEFT
  }

  private final int serverMajor;
  private final BiConsumer<Left, String> told;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private final SqlLexer lexer = new SqlLexer();
  private Mode mode = Mode.BETWEEN;
  private Verdict verdict;
  private int depth;
  private boolean data;
  private boolean lineStart;
  private int runStart;
  private int runEnd;

  /**
   * A filter for one dump.
   *
   * @param serverMajor the major version of the server that takes it
   * @param told takes what was left out, and the beginning of its text
   */
  StatementFilter(int serverMajor, BiConsumer<Left, String> told) {
    this.serverMajor = serverMajor;
    this.told = told;
    verdict = new Verdict(serverMajor);
  }

  /**
   * Takes bytes of the dump.
   *
   * @param last whether nothing follows them
   * @return up to where they were taken; the rest is to be offered again, with more behind it
   */
  int take(byte[] b, int from, int to, boolean last) {
    int at = from;
    while (at < to) {
      int next = data ? data(b, at, to, last) : element(b, at, to, last);
      if (next == at) {
        break;
      }
      at = next;
    }
    flush(b);
    runStart = 0;
    runEnd = 0;
    return at;
  }

  /** What of the dump is to be passed on since the last call. */
  byte[] passed() {
    byte[] bytes = out.toByteArray();
    out.reset();
    return bytes;
  }

  /** Whether a dump may end here: within no statement, no string, no comment and no data. */
  boolean isBetween() {
    return mode == Mode.BETWEEN && !data && lexer.isBetween();
  }

  private int element(byte[] b, int from, int to, boolean last) {
    if (b[from] == '\\' && lexer.isOpen()) {
      return command(b, from, to, last);
    }
    int end = lexer.next(b, from, to, last);
    if (end == from) {
      return from;
    }
    switch (lexer.kind()) {
      case GAP -> emit(b, from, end);
      case QUOTED -> {
        begin();
        verdict.quoted();
        emit(b, from, end);
        settle(b);
      }
      case WORD -> {
        begin();
        if (!verdict.isSettled()) {
          verdict.word(SqlLexer.text(b, from, end), depth);
        }
        emit(b, from, end);
        settle(b);
      }
      case SIGN -> {
        return sign(b, from, to, last);
      }
    }
    return end;
  }

  private void begin() {
    if (mode == Mode.BETWEEN) {
      mode = Mode.HELD;
      depth = 0;
      verdict = new Verdict(serverMajor);
    }
  }

  private int sign(byte[] b, int from, int to, boolean last) {
    byte c = b[from];
    if (c == ';' && (mode == Mode.BETWEEN || (depth == 0 && !verdict.isWithinBody()))) {
      return semicolon(b, from, to, last);
    }
    begin();
    if (c == '(') {
      depth++;
    } else if (c == ')' && depth > 0) {
      depth--;
    }
    emit(b, from, from + 1);
    return from + 1;
  }

  private int semicolon(byte[] b, int from, int to, boolean last) {
    int end = from + 1;
    boolean copies = mode == Mode.KEPT && verdict.isFollowedByData();
    if (copies) {
      int line = lineEnd(b, end, to);
      if (line < 0) {
        return last ? end : from;
      }
      if (!SqlLexer.text(b, end, line).isBlank()) {
        throw SqlLexer.foreign("a COPY with something behind it on its line");
      }
      end = line;
    }
    emit(b, from, end);
    if (mode == Mode.HELD) {
      String text = held.toString(StandardCharsets.ISO_8859_1);
      verdict.end(text).ifPresent(setting -> set(setting[0], setting[1]));
      settle(b);
    }
    mode = Mode.BETWEEN;
    data = copies;
    lineStart = true;
    return end;
  }

  private void set(String name, String value) {
    if (name.equals("standard_conforming_strings")) {
      lexer.standardStrings(!value.equals("OFF") && !value.equals("FALSE") && !value.equals("0"));
    }
  }

  /** Passes on or forgets what was held back, once it is known which. */
  private void settle(byte[] b) {
    if (mode != Mode.HELD || !verdict.isDecided()) {
      return;
    }
    if (verdict.left().isPresent()) {
      told.accept(verdict.left().get(), held.toString(StandardCharsets.UTF_8));
      mode = Mode.LEFT;
    } else {
      flush(b);
      out.writeBytes(held.toByteArray());
      mode = Mode.KEPT;
    }
    held.reset();
  }

  private void emit(byte[] b, int from, int to) {
    switch (mode) {
      case BETWEEN, KEPT -> {
        if (from != runEnd) {
          flush(b);
          runStart = from;
        }
        runEnd = to;
      }
      case HELD -> {
        held.write(b, from, to - from);
        if (held.size() > LONGEST_HELD) {
          throw SqlLexer.foreign("a statement about a whole database longer than 1 MiB");
        }
      }
      case LEFT -> {}
    }
  }

  /** Passes on what was found to be passed on: as few pieces as may be. */
  private void flush(byte[] b) {
    out.write(b, runStart, runEnd - runStart);
    runStart = runEnd;
  }

  /** A command of psql: the few that pg_dump writes are left out, no other is ever let through. */
  private int command(byte[] b, int from, int to, boolean last) {
    int end = lineEnd(b, from, to);
    if (end < 0 && !last) {
      return from;
    }
    String line = SqlLexer.text(b, from, end < 0 ? to : end).stripTrailing();
    if (mode == Mode.BETWEEN && CONNECT.matcher(line).matches()) {
      told.accept(Left.PLACE, line);
    } else if (mode == Mode.BETWEEN && IDLE.matcher(line).matches()) {
      told.accept(Left.COMMAND, line);
    } else {
      String name = line.split("\\s", 2)[0];
      throw SqlLexer.foreign("the psql command " + name.substring(0, Math.min(20, name.length())));
    }
    return from + line.length();
  }

  /** Lines of data, up to the one that ends them; pieces of any size. */
  private int data(byte[] b, int from, int to, boolean last) {
    int at = from;
    if (lineStart && b[at] == '\\') {
      int end = lineEnd(b, at, Math.min(to, at + 4));
      if (end < 0 && to < at + 4 && !last) {
        return from;
      }
      if (end > 0 && SqlLexer.text(b, at, end).stripTrailing().equals("\\.")) {
        data = false;
        emit(b, at, end);
        return end;
      }
    }
    do {
      while (at < to && b[at] != '\n') {
        at++;
      }
      lineStart = at < to;
      at += lineStart ? 1 : 0;
    } while (at < to && b[at] != '\\');
    emit(b, from, at);
    return at;
  }

  /** Behind the next line feed, or -1. */
  private static int lineEnd(byte[] b, int from, int to) {
    for (int at = from; at < to; at++) {
      if (b[at] == '\n') {
        return at + 1;
      }
    }
    return -1;
  }
}
